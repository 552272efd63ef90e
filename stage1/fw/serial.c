/* The serial port. Documented in serial.h. */
#include "fw/serial.h"
#include "spec/bios.h"
#include "stage0/io.h"

/* 16550 registers. */
enum {
	UART_DATA,
	UART_IER,
	UART_FCR,
	UART_LCR,
	UART_MCR,
	UART_LSR,
	UART_MSR,
	UART_SCRATCH
};
#define LCR_8N1	     0x03
#define LCR_DLAB     0x80
#define LSR_RECEIVED 0x01
#define LSR_ROOM     0x20
/* At 300 baud a character takes 33 ms; one look takes about 1 us. */
#define SERIAL_LOOKS 200000

static uint16_t serial_base;
static uint16_t serial_divisor;
static uint16_t serial_flow;

static uint16_t serial_address(uint16_t port)
{
	return port < 4 ? ((volatile uint16_t *)BDA_COM_PORTS)[port] : port;
}

void serial_again(void)
{
	uint16_t base = serial_base;

	if (!base)
		return;
	outb(base + UART_IER, 0);
	outb(base + UART_LCR, LCR_DLAB);
	outb(base + UART_DATA, (uint8_t)serial_divisor);
	outb(base + UART_IER, (uint8_t)(serial_divisor >> 8));
	outb(base + UART_LCR, LCR_8N1);
	outb(base + UART_FCR, 0x01); /* FIFO on, nothing thrown away */
	outb(base + UART_MCR, 0x03); /* DTR, RTS */
}

bool serial_open(uint16_t port, uint32_t baud, uint16_t flow)
{
	uint16_t base = serial_address(port);
	uint16_t divisor = (uint16_t)(115200 / (baud ? baud : 1));

	serial_base = 0;
	if (!base || !divisor)
		return false;
	/* Nothing there reads all ones and keeps nothing. */
	outb(base + UART_SCRATCH, 0x5A);
	if (inb(base + UART_SCRATCH) != 0x5A)
		return false;
	serial_base = base;
	serial_divisor = divisor;
	serial_flow = flow;
	serial_again();
	return true;
}

void serial_close(void)
{
	serial_base = 0;
}

bool serial_is_open(void)
{
	return serial_base != 0;
}

/* Are the lines on that these bits mean, as the modem status has them? */
static bool serial_lines(uint16_t bits)
{
	return !(bits & ~inb(serial_base + UART_MSR));
}

void serial_put(uint8_t byte)
{
	/* A port that hangs is waited for once, not for each byte. */
	static bool stalled;
	int looks = stalled ? 1 : SERIAL_LOOKS;

	for (int i = 0; serial_base && i < looks; i++) {
		if (inb(serial_base + UART_LSR) & LSR_ROOM &&
		    serial_lines(serial_flow & SERIAL_FLOW_SEND)) {
			outb(serial_base + UART_DATA, byte);
			stalled = false;
			return;
		}
	}
	stalled = true;
}

bool serial_has(void)
{
	return serial_base && inb(serial_base + UART_LSR) & LSR_RECEIVED;
}

int serial_get(void)
{
	int byte;

	if (!serial_has())
		return -1;
	byte = inb(serial_base + UART_DATA);
	return serial_lines((serial_flow & SERIAL_FLOW_RECEIVE) >> 4) ? byte
								      : -1;
}
