/* SPDX-License-Identifier: MIT */
/* A fault: begins when the module is loaded, ends with it. */
#ifndef FAULTS_H
#define FAULTS_H

struct fault {
	const char *name;
	int (*begin)(void);
	void (*end)(void);
};

extern const struct fault kick_fault;
extern const struct fault wake_fault;

#endif /* FAULTS_H */
