// SPDX-License-Identifier: MIT
/*
 * What a kernel costs a program: prints "NAME NANOSECONDS" a line, the best of
 * several goes, since whatever disturbs makes a go longer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GOES	5
#define PAGE	4096

static long long now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void call(int times)
{
	while (times--)
		syscall(SYS_getpid);
}

static void fault(int times)
{
	char *pages = mmap(NULL, (size_t)times * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		fail("mmap");
	for (int i = 0; i < times; i++)
		pages[(size_t)i * PAGE] = 1;
	munmap(pages, (size_t)times * PAGE);
}

static void turn(int times)
{
	int there[2], back[2];
	char byte = 0;

	if (pipe(there) || pipe(back))
		fail("pipe");
	pid_t child = fork();
	if (child < 0)
		fail("fork");
	if (child == 0) {
		close(there[1]);
		while (read(there[0], &byte, 1) == 1)
			if (write(back[1], &byte, 1) != 1)
				break;
		_exit(0);
	}
	close(there[0]);
	for (int i = 0; i < times; i++)
		if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
			fail("turn");
	close(there[1]);
	close(back[0]);
	close(back[1]);
	waitpid(child, NULL, 0);
}

static void start(int times)
{
	for (int i = 0; i < times; i++) {
		pid_t child = fork();

		if (child < 0)
			fail("fork");
		if (child == 0) {
			execl("/bin/true", "true", (char *)NULL);
			_exit(1);
		}
		int status;

		if (waitpid(child, &status, 0) != child || status)
			fail("/bin/true");
	}
}

static const struct {
	const char *name;
	void (*work)(int times);
	int times;
} works[] = {
	{ "getpid", call, 5000 },
	{ "fault", fault, 1000 },
	{ "pipe", turn, 500 },
	{ "exec", start, 20 },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
		long long best = 0;

		for (int go = 0; go < GOES; go++) {
			long long began = now();

			works[i].work(works[i].times);
			long long took = (now() - began) / works[i].times;

			if (go == 0 || took < best)
				best = took;
		}
		printf("%s %lld\n", works[i].name, best);
	}
	return 0;
}
