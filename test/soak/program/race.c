// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Several at once, against each other: daemons and the module come and go, radios and links change, commands and
 * frames arrive, and the devices that the air goes over are attached, detached and deleted. Each has a process and a
 * random sequence of its own; who is first is up to the processors.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "soak.h"

#define REFRESH_STEPS	8	/* what life did to the module is seen so often */

static void commands_step(void)
{
	switch (below(3)) {
	case 0:
		return nl80211_step();
	case 1:
		return nl80211_frame_step();
	default:
		return packets_step();
	}
}

static const struct worker {
	const char *name;
	void (*begin)(void);
	void (*refresh)(void);	/* a family changes its number with the module */
	void (*step)(void);
} workers[] = {
	{ "life", life_begin, NULL, life_step },
	{ "family", family_begin, family_begin, family_step },
	{ "commands", nl80211_begin, NULL, commands_step },
	{ "underlays", underlays_begin, underlays_begin, underlays_step },
};

static void work(const struct worker *worker, unsigned long steps)
{
	unsigned long i;

	worker->begin();
	for (i = 0; i < steps; i++) {
		if (i % REFRESH_STEPS == REFRESH_STEPS - 1 && worker->refresh)
			worker->refresh();
		if (i % 4 == 0)
			look_around();
		worker->step();
		if (one_in(10))
			pause_ms(below(20));
		if (i % 4 == 0)
			check_kernel();
	}
	life_end();
	check_kernel();
	printf("soak: %s: %lu steps, nothing to report\n", worker->name, steps);
	fflush(stdout);
}

/* Returns the worst status of its workers. */
int race(u64 seed, unsigned long steps)
{
	pid_t pids[ARRAY_SIZE(workers)];
	int status, worst = 0;
	unsigned int i;

	underlays_make();
	fflush(stdout);
	for (i = 0; i < ARRAY_SIZE(workers); i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			die("fork");
		if (!pids[i]) {
			static char words[1 << 16];

			/* What each says at its end stays together. */
			setvbuf(stdout, words, _IOFBF, sizeof(words));
			random_seed(seed * ARRAY_SIZE(workers) + i);
			watch_kernel();
			work(&workers[i], steps);
			_exit(0);
		}
	}
	for (i = 0; i < ARRAY_SIZE(workers); i++) {
		waitpid(pids[i], &status, 0);
		status = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
		if (status > worst)
			worst = status;
	}
	return worst;
}
