/*
 * UDP as fast as the interface takes it, and how much of it arrives, and when.
 *
 *	flood epoch
 *	flood send ADDRESS PORT OCTETS MILLISECONDS TOS BUFFER EPOCH [SEED]
 *	flood count PORT WARM-UP-MILLISECONDS MILLISECONDS
 *
 * An epoch is ten beacon intervals of 100 TU, of all access points; "epoch" says the number of
 * this one. The sender begins with one that is to come, so that several begin together, and
 * blocks when its socket's buffer is full. With a seed it gives that to the medium just before. The receiver says "ready", and in the end how
 * many datagrams came in the time that follows the warm-up, which begins with the first, and
 * a digest of the microseconds at which they did, from the beginning of that interval on.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdint.h>
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

/* A request of generic netlink with one attribute, and the first answer to it. */
struct request {
	struct nlmsghdr header;
	struct genlmsghdr command;
	struct nlattr attribute;
	char value[16];
} __attribute__((packed));

static int ask(int fd, struct request *request, uint16_t family, uint8_t command, uint16_t type,
	       const void *value, size_t len, char *answer, size_t room)
{
	memset(request, 0, sizeof(*request));
	request->header.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN) + NLA_ALIGN(NLA_HDRLEN + len);
	request->header.nlmsg_type = family;
	request->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	request->command.cmd = command;
	request->command.version = 1;
	request->attribute.nla_len = NLA_HDRLEN + len;
	request->attribute.nla_type = type;
	memcpy(request->value, value, len);
	if (send(fd, request, request->header.nlmsg_len, 0) < 0)
		return -1;
	return recv(fd, answer, room, 0);
}

#define MEDIUM_SET	14	/* of the family vwifi, with its attribute: docs/family.md */
#define MEDIUM_SEED	3

/* Gives the medium a seed; returns whether it took it. */
static int set_seed(unsigned long long seed)
{
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC), len, left;
	struct nlattr *attribute;
	struct request request;
	struct nlmsghdr *answer;
	uint16_t family = 0;
	char buffer[8192];

	len = ask(fd, &request, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME, "vwifi", 6, buffer,
		  sizeof(buffer));
	answer = (struct nlmsghdr *)buffer;
	if (len < (int)NLMSG_LENGTH(GENL_HDRLEN) || answer->nlmsg_type != GENL_ID_CTRL)
		return 0;
	attribute = (struct nlattr *)(buffer + NLMSG_LENGTH(GENL_HDRLEN));
	for (left = answer->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN); left >= NLA_HDRLEN && attribute->nla_len;
	     left -= NLA_ALIGN(attribute->nla_len),
	     attribute = (struct nlattr *)((char *)attribute + NLA_ALIGN(attribute->nla_len)))
		if (attribute->nla_type == CTRL_ATTR_FAMILY_ID)
			family = *(uint16_t *)((char *)attribute + NLA_HDRLEN);
	recv(fd, buffer, sizeof(buffer), 0);
	len = ask(fd, &request, family, MEDIUM_SET, MEDIUM_SEED, &seed, sizeof(seed), buffer, sizeof(buffer));
	close(fd);
	return len >= (int)(sizeof(*answer) + sizeof(int)) && answer->nlmsg_type == NLMSG_ERROR &&
	       !*(int *)NLMSG_DATA(answer);
}

#define BEFORE_NS	1000000ULL	/* a seed is given so long before */

/* Whether that is to come; then it has come. */
static int wait_until(unsigned long long at)
{
	struct timespec then = { .tv_sec = at / 1000000000, .tv_nsec = at % 1000000000 };

	if (nanoseconds() > at) {
		errno = ETIME;
		return 0;
	}
	prctl(PR_SET_TIMERSLACK, 1);
	return !clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &then, NULL);
}

static int fail(const char *what)
{
	perror(what);
	return 1;
}

static int send_all(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])) };
	size_t octets = strtoul(argv[2], NULL, 10);
	unsigned long long begin = strtoull(argv[6], NULL, 10) * EPOCH_NS;
	int tos = atoi(argv[4]), buffer = atoi(argv[5]), fd = socket(AF_INET, SOCK_DGRAM, 0);
	char *payload = calloc(1, octets + 1);
	unsigned long n = 0;
	double end;

	if (fd < 0 || !payload || inet_pton(AF_INET, argv[0], &to.sin_addr) != 1)
		return fail("socket");
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof(buffer)) ||
	    setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof(tos)))
		return fail("setsockopt");
	if (argc == 8) {
		if (!wait_until(begin - BEFORE_NS))
			return fail("the epoch's beginning");
		if (!set_seed(strtoull(argv[7], NULL, 10)))
			return fail("the medium's seed");
	}
	if (!wait_until(begin))
		return fail("the epoch");
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
	struct timeval patience = { .tv_sec = 20 };
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
	if (argc == 2 && !strcmp(argv[1], "epoch"))
		return printf("%llu\n", nanoseconds() / EPOCH_NS) < 0;
	if ((argc == 9 || argc == 10) && !strcmp(argv[1], "send"))
		return send_all(argc - 2, argv + 2);
	if (argc == 5 && !strcmp(argv[1], "count"))
		return count_all(argv + 2);
	fputs("flood epoch | flood send ADDRESS PORT OCTETS MILLISECONDS TOS BUFFER EPOCH [SEED] | flood count PORT WARM-UP MILLISECONDS\n", stderr);
	return 2;
}
