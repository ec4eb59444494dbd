/*
 * UDP as fast as the interface takes it, and how much of it arrives, and when.
 *
 *	flood send ADDRESS PORT OCTETS MILLISECONDS TOS BUFFER
 *	flood count PORT WARM-UP-MILLISECONDS MILLISECONDS
 *
 * The sender begins with the next ten beacon intervals of 100 TU, of all access points, and
 * blocks when its socket's buffer is full. The receiver says "ready", and in the end how
 * many datagrams came in the time that follows the warm-up, which begins with the first, and
 * a digest of the microseconds at which they did, from the beginning of that interval on.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EPOCH_NS	1024000000ULL	/* ten beacon intervals */

static unsigned long long nanoseconds(void)
{
	struct timespec at;

	clock_gettime(CLOCK_BOOTTIME, &at);
	return at.tv_sec * 1000000000ULL + at.tv_nsec;
}

static double now(void)
{
	return nanoseconds() / 1e9;
}

static void wait_for_epoch(void)
{
	unsigned long long at = (nanoseconds() / EPOCH_NS + 1) * EPOCH_NS;
	struct timespec then = { .tv_sec = at / 1000000000, .tv_nsec = at % 1000000000 };

	prctl(PR_SET_TIMERSLACK, 1);
	clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &then, NULL);
}

static int fail(const char *what)
{
	perror(what);
	return 1;
}

static int send_all(char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])) };
	size_t octets = strtoul(argv[2], NULL, 10);
	int tos = atoi(argv[4]), buffer = atoi(argv[5]), fd = socket(AF_INET, SOCK_DGRAM, 0);
	char *payload = calloc(1, octets + 1);
	unsigned long n = 0;
	double end;

	if (fd < 0 || !payload || inet_pton(AF_INET, argv[0], &to.sin_addr) != 1)
		return fail("socket");
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof(buffer)) ||
	    setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof(tos)))
		return fail("setsockopt");
	wait_for_epoch();
	end = now() + atoi(argv[3]) / 1e3;
	/* What a full queue drops is no end of it. */
	for (; now() < end; n++)
		if (sendto(fd, payload, octets, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			usleep(1000);
	printf("sent %lu\n", n);
	return 0;
}

static int count_all(char **argv)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[0])) };
	struct timeval patience = { .tv_sec = 5 };
	unsigned long long came, epoch = 0, digest = 14695981039346656037ULL;
	double from = 0, until = 0, at;
	int fd = socket(AF_INET, SOCK_DGRAM, 0), buffer = 8 << 20;
	unsigned long n = 0;
	char payload[2048];

	if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof(here)))
		return fail("bind");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	puts("ready");
	fflush(stdout);
	while (recv(fd, payload, sizeof(payload), 0) >= 0) {
		came = nanoseconds();
		at = came / 1e9;
		if (!until) {
			epoch = came / EPOCH_NS * EPOCH_NS;
			from = at + atoi(argv[1]) / 1e3;
			until = from + atoi(argv[2]) / 1e3;
		}
		if (at >= until)
			break;
		/* Fowler, Noll and Vo's. */
		digest = (digest ^ (came - epoch) / 1000) * 1099511628211ULL;
		n += at >= from;
	}
	printf("arrived %lu at %016llx\n", n, digest);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 8 && !strcmp(argv[1], "send"))
		return send_all(argv + 2);
	if (argc == 5 && !strcmp(argv[1], "count"))
		return count_all(argv + 2);
	fputs("flood send ADDRESS PORT OCTETS MILLISECONDS TOS BUFFER | flood count PORT WARM-UP MILLISECONDS\n", stderr);
	return 2;
}
