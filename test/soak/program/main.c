// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * soak KIND SEED STEPS MODULE: KIND is nl80211, family, hwsim, life, frames, inject, memory, user or all.
 * soak race SEED STEPS MODULE: several of these at once, and underlays with them.
 * soak wire SEED STEPS DEVICE: what comes from the wire behind an Ethernet device.
 * soak leaks 0 0 -: only looks for leaks.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "soak.h"

struct kind {
	const char *name;
	unsigned int nl80211, frames, family, packets, life, inject, hwsim;	/* weights */
};

static const struct kind kinds[] = {
	{ "nl80211", 20, 2, 0, 2, 2, 0, 0 },
	{ "family", 1, 1, 20, 10, 2, 0, 0 },
	{ "life", 0, 0, 1, 3, 10, 0, 0 },
	{ "frames", 1, 20, 0, 20, 2, 0, 0 },
	{ "inject", 0, 2, 0, 2, 2, 40, 0 },
	{ "all", 8, 8, 3, 6, 4, 8, 0 },
	/* Without life: workers take namespaces apart, too, where the kernel itself cannot fail. */
	{ "memory", 10, 8, 3, 6, 0, 0, 0 },
	/* The driver by the names of mac80211_hwsim, which the others are not for. */
	{ "hwsim", 4, 8, 2, 8, 0, 2, 20 },
};

static void step(const struct kind *kind, bool starved)
{
	unsigned int n = below(kind->nl80211 + kind->frames + kind->family + kind->packets + kind->life +
			       kind->inject + kind->hwsim);

	if (starved)
		memory_fails(true);
	if (n < kind->nl80211)
		return nl80211_step();
	n -= kind->nl80211;
	if (n < kind->frames)
		return nl80211_frame_step();
	n -= kind->frames;
	if (n < kind->family)
		return family_step();
	n -= kind->family;
	if (n < kind->packets)
		return packets_step();
	n -= kind->packets;
	if (n < kind->inject)
		return inject_step();
	n -= kind->inject;
	if (n < kind->hwsim)
		return hwsim_step();
	life_step();
}

/* The same commands from somebody who may do nothing, here or in a namespace of his own. */
static void as_user(u64 seed, unsigned long steps, bool own_namespace)
{
	pid_t pid = fork();

	if (!pid) {
		if (own_namespace && unshare(CLONE_NEWUSER | CLONE_NEWNET))
			_exit(0);
		if (!own_namespace && (setgid(65534) || setuid(65534)))
			_exit(0);
		random_seed(seed);
		nl80211_begin();
		family_begin();
		hwsim_begin();
		while (steps--) {
			if (one_in(3))
				family_step();
			else if (one_in(3))
				hwsim_step();
			else
				nl80211_step();
		}
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

/* Leaks are found by two looks, some time apart. */
static void look_for_leaks(void)
{
	unsigned int i;
	FILE *file;

	if (access("/sys/kernel/debug/kmemleak", F_OK))
		return;
	for (i = 0; i < 2; i++) {
		pause_ms(6000);
		file = fopen("/sys/kernel/debug/kmemleak", "w");
		if (!file)
			return;
		fputs("scan", file);
		fclose(file);
	}
	check_kernel();
}

/* Frames for the other kernels; slow enough that they take all of them. */
static void on_the_wire(unsigned long steps, const char *device)
{
	wire_begin(device);
	while (steps--) {
		wire_step();
		if (steps % 4 == 0)
			pause_ms(2 + below(10));
		if (steps % 64 == 0)
			check_kernel();
	}
	check_kernel();
}

int main(int argc, char **argv)
{
	const struct kind *kind = NULL;
	unsigned long steps, i;
	unsigned int k;
	bool starved;
	u64 seed;

	if (argc < 5) {
		fprintf(stderr, "soak KIND SEED STEPS MODULE\n");
		return 2;
	}
	seed = strtoull(argv[2], NULL, 0);
	steps = strtoul(argv[3], NULL, 0);
	module_path = argv[4];
	for (k = 0; k < ARRAY_SIZE(kinds); k++)
		if (!strcmp(kinds[k].name, argv[1]))
			kind = &kinds[k];
	random_seed(seed);
	watch_kernel();
	look_around();
	if (!strcmp(argv[1], "leaks")) {
		look_for_leaks();
		return 0;
	}
	if (!strcmp(argv[1], "wire")) {
		on_the_wire(steps, argv[4]);
		return 0;
	}
	if (!strcmp(argv[1], "user")) {
		for (i = 0; i < n_interfaces; i++)
			interface_up(interfaces[i].name, true);
		as_user(seed, steps / 2, false);
		as_user(seed + 1, steps / 2, true);
		/* The namespace is taken apart, with the radios in it, after its last process. */
		settle_kernel();
		return 0;
	}
	if (!strcmp(argv[1], "race")) {
		int status = race(seed, steps);

		pause_ms(3000);
		check_kernel();
		look_for_leaks();
		return status;
	}
	if (!kind)
		die("no such kind");
	starved = !strcmp(kind->name, "memory");
	if (starved)
		memory_begin();
	nl80211_begin();
	family_begin();
	life_begin();
	if (kind->inject)
		inject_begin();
	if (kind->hwsim)
		hwsim_begin();
	for (i = 0; i < n_interfaces; i++)
		interface_up(interfaces[i].name, !one_in(4));
	for (i = 0; i < steps; i++) {
		if (i % 16 == 0) {
			look_around();
			if (starved)
				memory_workers(true);
		}
		step(kind, starved);
		if (starved)
			memory_fails(false);
		if (one_in(20))
			pause_ms(one_in(20) ? 3000 : below(40));
		if (i % 4 == 0)
			check_kernel();
		if (i % 1000 == 999) {
			printf("soak: %lu steps\n", i + 1);
			fflush(stdout);
		}
	}
	if (starved)
		memory_workers(false);
	life_end();
	if (kind->hwsim) {
		as_user(seed + 1, steps / 4, false);
		as_user(seed + 2, steps / 4, true);
		settle_kernel();
	}
	pause_ms(3000);
	check_kernel();
	look_for_leaks();
	printf("soak: %lu steps, nothing to report\n", steps);
	return 0;
}
