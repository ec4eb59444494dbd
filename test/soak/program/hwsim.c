// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The family MAC80211_HWSIM: a medium that carries frames, changes them, makes them up, lies
 * about what became of them, dies and comes back; strangers; radios made and removed.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "soak.h"

/* Numbers of the kernel's own family. */
enum { REGISTER = 1, FRAME, TX_INFO, NEW_RADIO, DEL_RADIO, GET_RADIO, COMMANDS = 12 };
enum { RECEIVER = 1, TRANSMITTER, OCTETS, FLAGS, RX_RATE, SIGNAL, RATES, COOKIE, CHANNELS, RADIO_ID, FREQ = 19 };

#define CARRIED_MAX	32
#define FRAME_MAX	2600

static struct family hwsim;
static int medium = -1, stranger = -1;

/* Frames that were given to us to carry. */
static struct {
	size_t len;
	u64 cookie;
	u32 freq;
	u8 transmitter[ETH_ALEN];
	u8 bytes[FRAME_MAX];
} carried[CARRIED_MAX];
static unsigned int n_carried;

static void registers(int fd)
{
	struct message msg;

	message_begin(&msg, hwsim.id, REGISTER, 0);
	did("hwsim: registered: %d", talk(fd, &msg));
}

void hwsim_begin(void)
{
	family_find(&hwsim, "MAC80211_HWSIM");
	medium = netlink_open();
	stranger = netlink_open();
	if (hwsim.id)
		registers(medium);
}

static void keep_attribute(unsigned int slot, const struct nlattr *nla)
{
	const u8 *data = (const u8 *)nla + NLA_HDRLEN;
	size_t len = nla->nla_len - NLA_HDRLEN;

	switch (nla->nla_type & NLA_TYPE_MASK) {
	case TRANSMITTER:
		memcpy(carried[slot].transmitter, data, ETH_ALEN);
		break;
	case OCTETS:
		carried[slot].len = len < FRAME_MAX ? len : FRAME_MAX;
		memcpy(carried[slot].bytes, data, carried[slot].len);
		break;
	case COOKIE:
		memcpy(&carried[slot].cookie, data, sizeof(carried[slot].cookie));
		break;
	case FREQ:
		memcpy(&carried[slot].freq, data, sizeof(carried[slot].freq));
		break;
	}
}

/* Takes what has come for the medium. */
static void listen_a_while(void)
{
	static u8 buffer[65536];
	const unsigned int head = NLMSG_HDRLEN + 4;	/* and that of generic netlink */
	unsigned int i;

	for (i = 0; i < CARRIED_MAX; i++) {
		ssize_t len = recv(medium, buffer, sizeof(buffer), MSG_DONTWAIT);
		const struct nlmsghdr *nl = (void *)buffer;
		unsigned int at = head;

		if (len < head || nl->nlmsg_type != hwsim.id || nl->nlmsg_len > len)
			return;
		while (at + NLA_HDRLEN <= nl->nlmsg_len) {
			const struct nlattr *nla = (void *)(buffer + at);

			if (nla->nla_len < NLA_HDRLEN || at + nla->nla_len > nl->nlmsg_len)
				break;
			keep_attribute(n_carried % CARRIED_MAX, nla);
			at += NLA_ALIGN(nla->nla_len);
		}
		n_carried++;
	}
}

/* By what programs know radios: most of the time one that is there. */
static void put_radio(struct message *msg, u16 attr)
{
	u8 addr[ETH_ALEN] = { 0x42, 0, 0, 0, below(8), 0 };

	if (one_in(20))
		random_bytes(addr, sizeof(addr));
	put(msg, attr, addr, one_in(60) ? below(12) : ETH_ALEN);
}

static void put_octets(struct message *msg, unsigned int slot)
{
	u8 frame[FRAME_MAX];
	size_t len = carried[slot].len;

	if (!len || one_in(4)) {
		len = some_frame(frame, sizeof(frame), some_address());
	} else {
		memcpy(frame, carried[slot].bytes, len);
		if (one_in(4))
			frame[below(len)] ^= 1 << below(8);
		if (one_in(8))
			frame[below(len < 30 ? len : 30)] = below(256);
		if (one_in(8))
			len = below(len + 1);
	}
	put(msg, OCTETS, frame, one_in(40) ? sizeof(frame) : len);
}

static void deliver(int fd)
{
	unsigned int slot = below(CARRIED_MAX);
	struct message msg;
	int result;

	message_begin(&msg, hwsim.id, FRAME, 0);
	put_radio(&msg, RECEIVER);
	put_octets(&msg, slot);
	put_u32(&msg, RX_RATE, one_in(10) ? (u32)random_u64() : below(4));
	put_u32(&msg, SIGNAL, one_in(10) ? (u32)random_u64() : -below(100));
	if (!one_in(4))
		put_u32(&msg, FREQ, one_in(3) || !carried[slot].freq ? some_frequency() : carried[slot].freq);
	else if (one_in(4))
		put_u32(&msg, FREQ, (u32)random_u64());
	result = talk(fd, &msg);
	did("hwsim: a frame -> %d", result);
}

static void tell(int fd)
{
	unsigned int slot = below(CARRIED_MAX);
	u8 rates[8] = { 0, below(256), below(256), below(256), 0xff, 0, 0xff, 0 };
	struct message msg;
	int result;

	message_begin(&msg, hwsim.id, TX_INFO, 0);
	if (one_in(8))
		put_radio(&msg, TRANSMITTER);
	else
		put(&msg, TRANSMITTER, carried[slot].transmitter, ETH_ALEN);
	put_u32(&msg, FLAGS, one_in(4) ? (u32)random_u64() : one_in(2) ? 5 : 1);
	put_u64(&msg, COOKIE, one_in(10) ? random_u64() : carried[slot].cookie);
	put_u32(&msg, SIGNAL, -50);
	put(&msg, RATES, rates, one_in(30) ? below(9) : sizeof(rates));
	result = talk(fd, &msg);
	did("hwsim: what became of one -> %d", result);
}

/* Any command, with any attributes. */
static void anything(int fd)
{
	static u8 data[64];
	struct message msg;
	u32 n = below(8);
	u8 cmd = 1 + below(COMMANDS);
	int result;

	if (cmd == NEW_RADIO && n_interfaces > 14)
		cmd = DEL_RADIO;
	if (cmd == DEL_RADIO && n_interfaces < 6)
		cmd = NEW_RADIO;
	message_begin(&msg, hwsim.id, cmd, 0);
	if (cmd == DEL_RADIO && one_in(2))
		put_u32(&msg, RADIO_ID, below(12));
	while (n--) {
		random_bytes(data, sizeof(data));
		put(&msg, 1 + below(33), data, one_in(2) ? 4 : below(sizeof(data)));
	}
	if (one_in(40))
		msg.nl.nlmsg_len -= below(4);
	result = talk(fd, &msg);
	did("hwsim %u -> %d", cmd, result);
	if (cmd == NEW_RADIO || cmd == DEL_RADIO)
		look_around();
}

void hwsim_step(void)
{
	int fd = one_in(8) ? stranger : medium;
	unsigned int i;

	if (!hwsim.id)
		return;
	if (one_in(50)) {
		did("hwsim: the medium's socket is closed");
		close(medium);
		medium = netlink_open();
		if (!one_in(4))
			registers(medium);
		return;
	}
	listen_a_while();
	for (i = below(6); i; i--) {
		deliver(fd);
		tell(fd);
	}
	if (one_in(3))
		anything(fd);
}
