// SPDX-License-Identifier: MIT
/*
 * Loads paths between namespaces, in turns, and says how fast each was.
 *
 *   load KIND SLICE_MS TURNS PATH...
 *
 * KIND   tcp, tcp4   one stream or four; octets a second
 *        udp         datagrams of 64 octets, in batches; datagrams a second
 *        rtt         an ICMP echo; microseconds
 *        busy        the same, while a TCP stream goes the same way
 *        group       datagrams of 64 octets to a broadcast address, received by all; a second
 * PATH   NETNS,ADDRESS,NETNS,ADDRESS: from, to. group: from, broadcast address, and
 *        then the receivers' namespaces.
 *
 * Every path gets a slice of time, then the next, TURNS times: what disturbs the
 * machine disturbs neighbours alike, and the quotient of two adjacent slices means
 * something where neither of them does. Prints one line a slice: PATH TURN VALUE.
 * Turn 0 warms up and is not printed. What was sent has been received when a slice
 * ends; what was not, within the patience below, is reported and fails the run.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNK		(128 * 1024)
#define BATCH		64
#define DATAGRAM	64
#define MAX_FLOWS	4
#define MAX_RECEIVERS	600
#define MAX_PATHS	16
#define PATIENCE_MS	2000

struct flow {
	int tx;
	int rx;				/* its receiver's process has it too */
	uint64_t sent;
	volatile uint64_t *received;	/* shared with that process */
};

struct path {
	char *netns[2];
	struct sockaddr_in addr[2];
	struct flow flows[MAX_FLOWS];
	int n_flows;
	int tx;
	int rx[MAX_RECEIVERS];
	int n_rx;
};

static volatile uint64_t *counters;
static unsigned int n_counters;
static uint16_t next_port = 20000;
static char chunk[CHUNK];

static void die(const char *format, ...)
{
	int error = errno;
	va_list words;

	fprintf(stderr, "load: ");
	va_start(words, format);
	vfprintf(stderr, format, words);
	va_end(words);
	fprintf(stderr, error ? ": %s\n" : "\n", strerror(error));
	exit(1);
}

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec + at.tv_nsec / 1e9;
}

static int socket_in(const char *netns, int type, int protocol)
{
	char name[128];
	int fd;

	snprintf(name, sizeof(name), "/var/run/netns/%s", netns);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die("namespace %s", netns);
	close(fd);
	fd = socket(AF_INET, type, protocol);
	if (fd < 0)
		die("socket in %s", netns);
	return fd;
}

static void receive_for_ever(struct flow *flow)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		ssize_t got = recv(flow->rx, chunk, CHUNK, 0);

		if (got <= 0)
			_exit(0);
		*flow->received += got;
	}
}

static void open_stream(struct path *path)
{
	struct flow *flow = &path->flows[path->n_flows++];
	struct sockaddr_in to = path->addr[1];
	socklen_t len = sizeof(to);
	int listener = socket_in(path->netns[1], SOCK_STREAM, 0);

	if (bind(listener, (struct sockaddr *)&to, len) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&to, &len))
		die("listen in %s", path->netns[1]);
	flow->tx = socket_in(path->netns[0], SOCK_STREAM, 0);
	if (connect(flow->tx, (struct sockaddr *)&to, sizeof(to)))
		die("connect from %s to %s", path->netns[0], path->netns[1]);
	flow->rx = accept(listener, NULL, NULL);
	if (flow->rx < 0)
		die("accept in %s", path->netns[1]);
	close(listener);
	flow->received = &counters[8 * n_counters++];
	if (!fork())
		receive_for_ever(flow);
	fcntl(flow->tx, F_SETFL, O_NONBLOCK);
}

static double tcp_slice(struct path *path, double seconds)
{
	double began = now(), waiting;
	uint64_t total = 0;
	int i;

	do {
		struct pollfd ready[MAX_FLOWS];

		for (i = 0; i < path->n_flows; i++) {
			ssize_t sent = send(path->flows[i].tx, chunk, CHUNK, 0);

			if (sent < 0 && errno != EAGAIN)
				die("send");
			if (sent > 0) {
				path->flows[i].sent += sent;
				total += sent;
			}
			ready[i] = (struct pollfd){ .fd = path->flows[i].tx, .events = POLLOUT };
		}
		poll(ready, path->n_flows, PATIENCE_MS);
	} while (now() - began < seconds);

	waiting = now();
	for (i = 0; i < path->n_flows; i++)
		while (*path->flows[i].received < path->flows[i].sent) {
			errno = 0;
			if (now() - waiting > PATIENCE_MS / 1e3)
				die("a stream from %s stands still", path->netns[0]);
			sched_yield();
		}
	return total / (now() - began);
}

static void open_datagrams(struct path *path, int n_receivers, char **receivers)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(next_port++) };
	int yes = 1, room = 4 << 20, i;

	path->addr[1].sin_port = to.sin_port;
	for (i = 0; i < n_receivers; i++) {
		int fd = socket_in(receivers[i], SOCK_DGRAM, 0);

		setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
		if (bind(fd, (struct sockaddr *)&to, sizeof(to)))
			die("bind in %s", receivers[i]);
		path->rx[path->n_rx++] = fd;
	}
	path->tx = socket_in(path->netns[0], SOCK_DGRAM, 0);
	setsockopt(path->tx, SOL_SOCKET, SO_BROADCAST, &yes, sizeof(yes));
	setsockopt(path->tx, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room));
	if (connect(path->tx, (struct sockaddr *)&path->addr[1], sizeof(path->addr[1])))
		die("connect from %s", path->netns[0]);
}

static double datagram_slice(struct path *path, double seconds)
{
	static char room[BATCH][DATAGRAM];
	static struct mmsghdr messages[BATCH];
	static struct iovec parts[BATCH];
	uint64_t total = 0;
	double began;
	int i, r;

	for (i = 0; i < BATCH; i++) {
		parts[i] = (struct iovec){ room[i], DATAGRAM };
		messages[i].msg_hdr = (struct msghdr){ .msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	began = now();
	do {
		int sent = sendmmsg(path->tx, messages, BATCH, 0);

		if (sent < 0)
			die("send from %s", path->netns[0]);
		total += sent;
		for (r = 0; r < path->n_rx; r++) {
			int got = 0;

			while (got < sent) {
				int n = recvmmsg(path->rx[r], messages, sent - got, MSG_DONTWAIT, NULL);
				struct pollfd more = { .fd = path->rx[r], .events = POLLIN };

				if (n > 0)
					got += n;
				else if (poll(&more, 1, PATIENCE_MS) <= 0) {
					errno = 0;
					die("%d of %d datagrams from %s did not arrive",
					    sent - got, sent, path->netns[0]);
				}
			}
		}
	} while (now() - began < seconds);
	return total / (now() - began);
}

static uint16_t checksum(const void *data, size_t len)
{
	const uint16_t *words = data;
	uint32_t sum = 0;

	for (; len; len -= 2)
		sum += *words++;
	sum = (sum & 0xffff) + (sum >> 16);
	return ~(sum + (sum >> 16));
}

static void open_echo(struct path *path)
{
	path->tx = socket_in(path->netns[0], SOCK_RAW, IPPROTO_ICMP);
	if (connect(path->tx, (struct sockaddr *)&path->addr[1], sizeof(path->addr[1])))
		die("connect from %s", path->netns[0]);
}

static double echo_slice(struct path *path, double seconds)
{
	struct { struct icmphdr head; char data[56]; } echo = { .head.type = ICMP_ECHO };
	char answer[256];
	uint64_t total = 0;
	double began = now();

	do {
		int i;

		for (i = 0; i < 16; i++, total++) {
			struct pollfd more = { .fd = path->tx, .events = POLLIN };
			const struct icmphdr *head = (void *)(answer + sizeof(struct iphdr));

			echo.head.un.echo.sequence++;
			echo.head.checksum = 0;
			echo.head.checksum = checksum(&echo, sizeof(echo));
			if (send(path->tx, &echo, sizeof(echo), 0) < 0)
				die("echo from %s", path->netns[0]);
			do {
				if (recv(path->tx, answer, sizeof(answer), MSG_DONTWAIT) < 0) {
					errno = 0;
					if (poll(&more, 1, PATIENCE_MS) <= 0)
						die("no echo in %s", path->netns[0]);
					head = NULL;
					continue;
				}
				head = (void *)(answer + sizeof(struct iphdr));
			} while (!head || head->type != ICMP_ECHOREPLY ||
				 head->un.echo.sequence != echo.head.un.echo.sequence);
		}
	} while (now() - began < seconds);
	return (now() - began) * 1e6 / total;
}

/* The same, while a process of its own keeps the path's stream full. */
static double busy_slice(struct path *path, double seconds)
{
	pid_t loader = fork();
	double value;

	if (!loader) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		fcntl(path->flows[0].tx, F_SETFL, 0);
		for (;;)
			if (send(path->flows[0].tx, chunk, CHUNK, 0) < 0)
				_exit(0);
	}
	value = echo_slice(path, seconds);
	kill(loader, SIGKILL);
	waitpid(loader, NULL, 0);
	return value;
}

static void parse(struct path *path, char *text, const char *kind)
{
	char *words[MAX_RECEIVERS + 2];
	int n = 0, i, group = !strcmp(kind, "group");

	for (words[n] = strtok(text, ","); words[n]; words[n] = strtok(NULL, ","))
		if (++n == MAX_RECEIVERS + 2)
			break;
	if (n < (group ? 3 : 4))
		die("a path has too few words");
	path->netns[0] = words[0];
	path->netns[1] = words[2];
	for (i = 0; i < 2; i++) {
		path->addr[i].sin_family = AF_INET;
		if (!inet_aton(words[group ? 1 : 2 * i + 1], &path->addr[i].sin_addr))
			die("not an address in %s", kind);
	}
	if (!strcmp(kind, "tcp") || !strcmp(kind, "busy"))
		open_stream(path);
	else if (!strcmp(kind, "tcp4"))
		for (i = 0; i < MAX_FLOWS; i++)
			open_stream(path);
	else if (!strcmp(kind, "udp"))
		open_datagrams(path, 1, &words[2]);
	else if (group)
		open_datagrams(path, n - 2, &words[2]);
	if (!strcmp(kind, "rtt") || !strcmp(kind, "busy"))
		open_echo(path);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *kind;
		double (*slice)(struct path *path, double seconds);
	} kinds[] = {
		{ "tcp", tcp_slice }, { "tcp4", tcp_slice }, { "udp", datagram_slice },
		{ "group", datagram_slice }, { "rtt", echo_slice }, { "busy", busy_slice },
	};
	double (*slice)(struct path *path, double seconds) = NULL;
	static struct path paths[MAX_PATHS];
	int turns, n_paths = argc - 4, turn, i;
	double seconds;

	for (i = 0; argc > 4 && i < (int)(sizeof(kinds) / sizeof(*kinds)); i++)
		if (!strcmp(argv[1], kinds[i].kind))
			slice = kinds[i].slice;
	if (!slice || n_paths > MAX_PATHS) {
		fprintf(stderr, "load KIND SLICE_MS TURNS PATH...\n");
		return 2;
	}
	seconds = atof(argv[2]) / 1e3;
	turns = atoi(argv[3]);
	counters = mmap(NULL, 64 * MAX_PATHS * MAX_FLOWS, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (counters == MAP_FAILED)
		die("memory");
	for (i = 0; i < n_paths; i++)
		parse(&paths[i], argv[4 + i], argv[1]);
	for (turn = 0; turn <= turns; turn++)
		for (i = 0; i < n_paths; i++) {
			double value = slice(&paths[i], seconds);

			if (turn)
				printf("%d %d %.6g\n", i, turn, value);
		}
	return 0;
}
