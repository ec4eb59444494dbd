/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Things that nobody would do to a driver, done to it at random, from a seed.
 * It runs as root in a guest that may break, and stops at the first line in the
 * kernel's log that a healthy kernel never writes.
 */
#ifndef SOAK_H
#define SOAK_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#ifndef ETH_ALEN
#define ETH_ALEN	6
#endif

/* random.c: every choice comes from here. */
void random_seed(u64 seed);
u64 random_u64(void);
u32 below(u32 n);			/* 0 to n - 1 */
bool one_in(u32 n);
void random_bytes(void *to, size_t len);

/* log.c: what was done, and what the kernel said to it. */
void did(const char *format, ...) __attribute__((format(printf, 1, 2)));
void watch_kernel(void);
void check_kernel(void);		/* ends the program at the first report */
void settle_kernel(void);
void die(const char *what);

/* world.c: the interfaces that there are now. */
struct interface {
	char name[16];
	int index;
	int wiphy;
	bool monitor;
	u8 addr[ETH_ALEN];
};

extern struct interface interfaces[64];
extern unsigned int n_interfaces;
void look_around(void);
int interface_index(const char *name);		/* -1: there is none */
const struct interface *some_interface(void);	/* NULL: none is left */
bool connects(const struct interface *interface);
bool radios_connect(void);
const u8 *some_address(void);
u32 some_frequency(void);
extern const u8 broadcast[ETH_ALEN];

/* netlink.c */
#define MESSAGE_MAX	16384

struct message {
	union {
		struct nlmsghdr nl;
		u8 bytes[MESSAGE_MAX];
	};
};

struct policy_attr {
	u8 type;			/* NL_ATTR_TYPE_*; 0: not in the policy */
	u32 min_len;
	u32 max_len;
	u64 min;
	u64 max;
	u32 nested;			/* index of a policy, or ~0 */
};

#define POLICY_ATTRS	400
#define POLICIES_MAX	96

struct policy {
	unsigned int n;			/* attributes, 0 to n - 1 */
	struct policy_attr attr[POLICY_ATTRS];
};

struct family {
	u16 id;
	unsigned int hdr;
	struct policy *policies[POLICIES_MAX];
	int command_policy[256];	/* index in policies, or -1 */
};

int netlink_open(void);
bool family_find(struct family *family, const char *name);
void message_begin(struct message *msg, u16 type, u8 cmd, u16 flags);
bool put(struct message *msg, u16 attr, const void *data, size_t len);
bool put_u8(struct message *msg, u16 attr, u8 value);
bool put_u16(struct message *msg, u16 attr, u16 value);
bool put_u32(struct message *msg, u16 attr, u32 value);
bool put_u64(struct message *msg, u16 attr, u64 value);
struct nlattr *nest_begin(struct message *msg, u16 attr);
void nest_end(struct message *msg, struct nlattr *nest);
int talk(int fd, struct message *msg);	/* 0 or a negative errno */

/* elements.c */
size_t some_elements(u8 *to, size_t room);
size_t put_element(u8 *to, u8 id, const void *data, u8 len);
size_t some_frame(u8 *to, size_t room, const u8 *sa);
size_t beacon_head(u8 *to, const u8 *bssid, const char *ssid, u32 freq);

/* attributes.c */
void put_random(struct message *msg, const struct family *family, const struct policy *policy,
		u16 attr, int depth);

/* What each kind of soak does once; called over and over. */
void nl80211_begin(void);
void nl80211_step(void);
void nl80211_frame_step(void);
void family_begin(void);
void family_step(void);
void hwsim_begin(void);
void hwsim_step(void);
void packets_step(void);
void wire_begin(const char *device);
void wire_step(void);
void inject_begin(void);
void inject_step(void);
void life_begin(void);
void memory_begin(void);
void memory_fails(bool fail);
void memory_spare(void);
void memory_workers(bool fail);
void life_step(void);
void life_end(void);
void underlays_make(void);
void underlays_begin(void);
void underlays_step(void);
int race(u64 seed, unsigned long steps);	/* the status to end with */
extern const char *module_path;
void pause_ms(long ms);
bool interface_up(const char *name, bool up);

#endif
