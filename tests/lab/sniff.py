"""A capture from the server's side, which costs the machine no time: sniff.c."""

from pathlib import Path

from .netns import LabError, wait_until

PROGRAM = Path(__file__).resolve().parents[2] / "build/lab/sniff"


class Sniffer:
    """Captures the first frame_bytes of each frame at an interface."""

    def __init__(self, network, interface, path, frame_bytes=256):
        if not PROGRAM.exists():
            raise LabError("build/lab/sniff has not been made: make it")
        self.path = str(path)
        self.process = network.spawn(
            [PROGRAM, interface, self.path, frame_bytes], "sniff")
        wait_until(self._listening, 10, "the capture to begin")

    def _listening(self):
        if not self.process.alive():
            raise LabError("sniff ended at once:\n" + self.process.log())
        return "listening" in self.process.log()

    def stop(self):
        """End the capture; an incomplete one is an error."""
        self.process.stop()
        if not self.process.log().endswith(", 0 missed\n"):
            raise LabError("the capture has gaps: " + self.process.log())
