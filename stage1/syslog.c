/* Log lines to a syslog server. Documented in syslog.h. */
#include "syslog.h"
#include "base/div.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/str.h"
#include "fw/clock.h"
#include "fw/rtc.h"
#include "netboot.h"
#include "road.h"

#define PORT	    514
#define FACILITY    16 /* local0 */
#define HOST_MAX    256
#define HEAD_MAX    120
#define BURST	    32 /* lines at a time */
/* The first line makes the server's hardware address known; ARP keeps but one
   waiting. */
#define FIRST_MS    200
/* Firmware that waits for a host which does not answer is not asked again. */
#define PATIENCE_MS 300

static struct {
	char host[HOST_MAX]; /* "": nobody */
	uint32_t at;	     /* in the log */
	uint32_t first_ms;   /* when the first line was sent */
	bool has_begun;
} syslog;

/* RFC 3164 4.1.1, 4.1.2; without the time and who where the clock is not set:
   the server puts them there then (4.3.2). */
static void syslog_head(enum log_level level, char *head, size_t room)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static const uint8_t severity[] = {3, 4, 6};
	const struct dhcp_lease *l = &netboot_lease;
	uint64_t now = rtc_now();
	uint32_t part[5]; /* seconds to month */
	char ip[FMT_IP];
	size_t len = fmt(head, room, "<%u>", FACILITY * 8 + severity[level]);

	for (unsigned i = 0; i < 5; i++)
		part[i] = div_u64(&now, 100);
	if (part[4] - 1 < 12)
		len += fmt(head + len, room - len,
			   "%.*s %2u %02u:%02u:%02u %s ", 3,
			   months + 3 * (part[4] - 1), part[3], part[2],
			   part[1], part[0],
			   l->host_name[0] ? l->host_name
					   : fmt_ip(ip, l->address));
	fmt(head + len, room - len, "towline: ");
}

/* Send the next line. False if there is none, or it can not be sent now. */
static bool syslog_next(void)
{
	char line[LOG_LINE_MAX], datagram[HEAD_MAX + LOG_LINE_MAX];
	uint32_t at = syslog.at, start = clock_ms();
	int level, rc;

	do
		level = log_read(&at, line, sizeof(line));
	while (level > LOG_INFO);
	if (level < 0) {
		syslog.at = at;
		return false;
	}
	syslog_head((enum log_level)level, datagram, HEAD_MAX);
	str_copy(datagram + strlen(datagram), sizeof(line), line);
	rc = road_tell(PORT, datagram, strlen(datagram));
	if (rc > 0)
		syslog.at = at;
	if (rc < 0 || clock_ms() - start > PATIENCE_MS) {
		log_line(LOG_WARN,
			 "SYSLOG %s: no such host, or it does not answer",
			 syslog.host);
		syslog.host[0] = '\0';
	}
	return rc > 0;
}

void syslog_flush(void)
{
	for (int i = 0; syslog.host[0] && i < BURST && syslog_next(); i++)
		;
}

void syslog_poll(void)
{
	if (!syslog.host[0])
		return;
	if (!syslog.has_begun) {
		syslog.has_begun = syslog_next();
		syslog.first_ms = clock_ms();
	} else if (clock_ms() - syslog.first_ms > FIRST_MS) {
		syslog_flush();
	}
}

void syslog_open(const char *host)
{
	ip4 ip;

	syslog.host[0] = '\0';
	syslog.has_begun = false;
	if (!host)
		return;
	str_copy(syslog.host, sizeof(syslog.host), host);
	netboot_full_name(syslog.host, sizeof(syslog.host));
	if (!road_tell_to(syslog.host, str_ip(host, &ip) ? ip : (ip4){{0}}))
		log_line(LOG_WARN,
			 "SYSLOG %s: a name has to wait for our own "
			 "IP; use an address, or ROAD undi",
			 syslog.host);
	syslog_poll();
}
