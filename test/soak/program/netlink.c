// SPDX-License-Identifier: MIT OR GPL-2.0
/* Generic netlink: messages, families, and the policies that the kernel tells of itself. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "soak.h"

static u32 sequence;

int netlink_open(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	int fd, size = 1 << 20, tries = 100;

	/* Where memory is made to fail, again. */
	for (;;) {
		fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
		if (fd >= 0 && !bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
			break;
		if (!--tries)
			die("netlink");
		if (fd >= 0)
			close(fd);
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return fd;
}

void message_begin(struct message *msg, u16 type, u8 cmd, u16 flags)
{
	struct genlmsghdr *genl;

	memset(msg, 0, NLMSG_HDRLEN + GENL_HDRLEN);
	msg->nl.nlmsg_type = type;
	msg->nl.nlmsg_flags = NLM_F_REQUEST | flags;
	msg->nl.nlmsg_seq = ++sequence;
	msg->nl.nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	genl = (void *)(msg->bytes + NLMSG_HDRLEN);
	genl->cmd = cmd;
	genl->version = 1;
}

bool put(struct message *msg, u16 attr, const void *data, size_t len)
{
	struct nlattr *nla = (void *)(msg->bytes + msg->nl.nlmsg_len);

	if (msg->nl.nlmsg_len + NLA_HDRLEN + NLA_ALIGN(len) > MESSAGE_MAX)
		return false;
	nla->nla_type = attr;
	nla->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy((u8 *)nla + NLA_HDRLEN, data, len);
	memset((u8 *)nla + NLA_HDRLEN + len, 0, NLA_ALIGN(len) - len);
	msg->nl.nlmsg_len += NLA_HDRLEN + NLA_ALIGN(len);
	return true;
}

bool put_u8(struct message *msg, u16 attr, u8 value)
{
	return put(msg, attr, &value, sizeof(value));
}

bool put_u16(struct message *msg, u16 attr, u16 value)
{
	return put(msg, attr, &value, sizeof(value));
}

bool put_u32(struct message *msg, u16 attr, u32 value)
{
	return put(msg, attr, &value, sizeof(value));
}

bool put_u64(struct message *msg, u16 attr, u64 value)
{
	return put(msg, attr, &value, sizeof(value));
}

struct nlattr *nest_begin(struct message *msg, u16 attr)
{
	struct nlattr *nest = (void *)(msg->bytes + msg->nl.nlmsg_len);

	return put(msg, attr | NLA_F_NESTED, NULL, 0) ? nest : NULL;
}

void nest_end(struct message *msg, struct nlattr *nest)
{
	if (nest)
		nest->nla_len = msg->bytes + msg->nl.nlmsg_len - (u8 *)nest;
}

/* Sends, and reads until the answer has ended. Calls @each for every part of it. */
static int talk_each(int fd, struct message *msg, void (*each)(struct nlmsghdr *, void *), void *context)
{
	static u8 buffer[65536];
	bool dump = msg->nl.nlmsg_flags & NLM_F_DUMP;
	unsigned int parts = 0;

	if (!dump)
		msg->nl.nlmsg_flags |= NLM_F_ACK;
	if (send(fd, msg->bytes, msg->nl.nlmsg_len, 0) < 0)
		return -errno;
	while (parts++ < 10000) {
		ssize_t len = recv(fd, buffer, sizeof(buffer), 0);
		struct nlmsghdr *nl = (void *)buffer;

		if (len < 0)
			return -errno;
		for (; NLMSG_OK(nl, len); nl = NLMSG_NEXT(nl, len)) {
			if (nl->nlmsg_seq != msg->nl.nlmsg_seq)
				continue;
			if (nl->nlmsg_type == NLMSG_ERROR)
				return ((struct nlmsgerr *)NLMSG_DATA(nl))->error;
			if (nl->nlmsg_type == NLMSG_DONE)
				return 0;
			if (each)
				each(nl, context);
		}
	}
	return -E2BIG;
}

int talk(int fd, struct message *msg)
{
	return talk_each(fd, msg, NULL, NULL);
}

#define for_each_attr(nla, data, len)						\
	for (int left = (nla = (void *)(data), len);				\
	     left >= NLA_HDRLEN && nla->nla_len >= NLA_HDRLEN && nla->nla_len <= left; \
	     left -= NLA_ALIGN(nla->nla_len), nla = (void *)((u8 *)nla + NLA_ALIGN(nla->nla_len)))

static const void *nla_data(const struct nlattr *nla)
{
	return (const u8 *)nla + NLA_HDRLEN;
}

static int nla_size(const struct nlattr *nla)
{
	return nla->nla_len - NLA_HDRLEN;
}

static u64 nla_number(const struct nlattr *nla)
{
	u64 value = 0;

	memcpy(&value, nla_data(nla), nla_size(nla) < 8 ? nla_size(nla) : 8);
	return value;
}

static void read_attr_policy(const struct nlattr *from, struct policy_attr *to)
{
	const struct nlattr *nla;

	to->nested = ~0U;
	to->max_len = ~0U;
	to->max = ~0ULL;
	for_each_attr(nla, nla_data(from), nla_size(from)) {
		switch (nla->nla_type & NLA_TYPE_MASK) {
		case NL_POLICY_TYPE_ATTR_TYPE:
			to->type = nla_number(nla);
			break;
		case NL_POLICY_TYPE_ATTR_MIN_VALUE_U:
		case NL_POLICY_TYPE_ATTR_MIN_VALUE_S:
			to->min = nla_number(nla);
			break;
		case NL_POLICY_TYPE_ATTR_MAX_VALUE_U:
		case NL_POLICY_TYPE_ATTR_MAX_VALUE_S:
			to->max = nla_number(nla);
			break;
		case NL_POLICY_TYPE_ATTR_MIN_LENGTH:
			to->min_len = nla_number(nla);
			break;
		case NL_POLICY_TYPE_ATTR_MAX_LENGTH:
			to->max_len = nla_number(nla);
			break;
		case NL_POLICY_TYPE_ATTR_POLICY_IDX:
			to->nested = nla_number(nla);
			break;
		}
	}
}

static void read_policy(struct family *family, const struct nlattr *from)
{
	const struct nlattr *policy, *attr;

	for_each_attr(policy, nla_data(from), nla_size(from)) {
		unsigned int index = policy->nla_type & NLA_TYPE_MASK;
		const int size = nla_size(policy);

		if (index >= POLICIES_MAX)
			continue;
		if (!family->policies[index])
			family->policies[index] = calloc(1, sizeof(struct policy));
		for_each_attr(attr, nla_data(policy), size) {
			unsigned int type = attr->nla_type & NLA_TYPE_MASK;
			struct policy *to = family->policies[index];

			if (type >= POLICY_ATTRS)
				continue;
			read_attr_policy(attr, &to->attr[type]);
			if (type >= to->n)
				to->n = type + 1;
		}
	}
}

static void read_op_policy(struct family *family, const struct nlattr *from)
{
	const struct nlattr *op, *which;

	for_each_attr(op, nla_data(from), nla_size(from)) {
		unsigned int cmd = op->nla_type & NLA_TYPE_MASK;
		const int size = nla_size(op);

		for_each_attr(which, nla_data(op), size)
			if (cmd < ARRAY_SIZE(family->command_policy))
				family->command_policy[cmd] = nla_number(which);
	}
}

static void read_family_part(struct nlmsghdr *nl, void *context)
{
	struct family *family = context;
	const struct nlattr *nla;

	for_each_attr(nla, (u8 *)nl + NLMSG_HDRLEN + GENL_HDRLEN,
		      (int)(nl->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN)) {
		switch (nla->nla_type & NLA_TYPE_MASK) {
		case CTRL_ATTR_FAMILY_ID:
			family->id = nla_number(nla);
			break;
		case CTRL_ATTR_POLICY:
			read_policy(family, nla);
			break;
		case CTRL_ATTR_OP_POLICY:
			read_op_policy(family, nla);
			break;
		}
	}
}

bool family_find(struct family *family, const char *name)
{
	struct message msg;
	int fd = netlink_open();

	memset(family, 0, sizeof(*family));
	memset(family->command_policy, 0xff, sizeof(family->command_policy));
	message_begin(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	put(&msg, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	talk_each(fd, &msg, read_family_part, family);
	if (family->id) {
		u16 id = family->id;

		message_begin(&msg, GENL_ID_CTRL, CTRL_CMD_GETPOLICY, NLM_F_DUMP);
		put(&msg, CTRL_ATTR_FAMILY_ID, &id, sizeof(id));
		talk_each(fd, &msg, read_family_part, family);
	}
	close(fd);
	return family->id;
}
