// SPDX-License-Identifier: MIT OR GPL-2.0
/* The commands of the family about pairs of radios, and about the medium. */
#include "air/air.h"
#include "dcf/dcf.h"
#include "bss/bss.h"
#include "wire/wire.h"
#include "genl-gen.h"
#include "genl.h"

struct vwifi_ends {
	struct vwifi_radio *receiver;
	struct vwifi_radio *sender;
};

/* Called with vwifi_radios_lock held. */
struct vwifi_radio *vwifi_end_resolve(struct net *net, struct nlattr *end, bool may_be_remote,
				      struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[VWIFI_A_END_ADDRESS + 1];
	struct vwifi_radio_name name;
	int err;

	err = nla_parse_nested(attrs, VWIFI_A_END_ADDRESS, end, vwifi_end_nl_policy, extack);
	if (err)
		return ERR_PTR(err);
	name.id = attrs[VWIFI_A_END_RADIO];
	name.ifindex = attrs[VWIFI_A_END_IFINDEX];
	name.ifname = attrs[VWIFI_A_END_IFNAME];
	name.address = attrs[VWIFI_A_END_ADDRESS];
	/* A sender may be in another kernel: there its address is all that we know. */
	if (may_be_remote && name.address && !name.id && !name.ifindex && !name.ifname) {
		struct vwifi_radio *remote = vwifi_remote_radio(nla_data(name.address));

		if (remote && vwifi_net_sees(net, remote))
			return remote;
	}
	return vwifi_radio_resolve(net, &name, end, extack);
}

/* Called with vwifi_radios_lock held. */
static int vwifi_ends_resolve(struct net *net, struct nlattr *receiver, struct nlattr *sender,
			      struct vwifi_ends *ends, struct netlink_ext_ack *extack)
{
	if (!receiver || !sender) {
		NL_SET_ERR_MSG(extack, "a pair needs a receiver and a sender");
		return -EINVAL;
	}
	ends->receiver = vwifi_end_resolve(net, receiver, false, extack);
	if (IS_ERR(ends->receiver))
		return PTR_ERR(ends->receiver);
	ends->sender = vwifi_end_resolve(net, sender, true, extack);
	if (IS_ERR(ends->sender))
		return PTR_ERR(ends->sender);
	if (ends->receiver->air != ends->sender->air) {
		NL_SET_ERR_MSG_ATTR(extack, sender, "the sender is in another air: the receiver does not hear it");
		return -EINVAL;
	}
	if (ends->receiver == ends->sender) {
		NL_SET_ERR_MSG_ATTR(extack, sender, "receiver and sender are one radio");
		return -EINVAL;
	}
	return 0;
}

/*
 * Resolves a command's pair and checks that the caller may change it. Takes
 * both locks, on success.
 */
static int vwifi_pair_begin(struct sk_buff *skb, struct genl_info *info, struct vwifi_ends *ends)
{
	int err;

	mutex_lock(&vwifi_radios_lock);
	err = vwifi_ends_resolve(genl_info_net(info), info->attrs[VWIFI_A_PAIR_RECEIVER],
				 info->attrs[VWIFI_A_PAIR_SENDER], ends, info->extack);
	if (!err)
		err = vwifi_genl_may_change(skb, ends->receiver, info->extack);
	if (!err)
		err = vwifi_genl_may_change(skb, ends->sender, info->extack);
	if (err)
		mutex_unlock(&vwifi_radios_lock);
	else
		mutex_lock(&vwifi_pairs_lock);
	return err;
}

static void vwifi_pair_end(void)
{
	mutex_unlock(&vwifi_pairs_lock);
	mutex_unlock(&vwifi_radios_lock);
}

static int vwifi_link_fill(struct sk_buff *msg, const struct vwifi_link *link)
{
	if ((link->set & VWIFI_LINK_SIGNAL && nla_put_s32(msg, VWIFI_A_PAIR_SIGNAL, link->signal)) ||
	    (link->set & VWIFI_LINK_LOSS && nla_put_u32(msg, VWIFI_A_PAIR_LOSS, link->loss)) ||
	    (link->set & VWIFI_LINK_DELAY && nla_put_u32(msg, VWIFI_A_PAIR_DELAY, link->delay)) ||
	    (link->set & VWIFI_LINK_JITTER && nla_put_u32(msg, VWIFI_A_PAIR_JITTER, link->jitter)) ||
	    (link->set & VWIFI_LINK_RATE &&
	     nla_put_u64_64bit(msg, VWIFI_A_PAIR_RATE, link->rate, VWIFI_A_PAIR_PAD)))
		return -EMSGSIZE;
	return 0;
}

static bool vwifi_ends_are_heard(const struct net *net, const void *of)
{
	const struct vwifi_ends *ends = of;

	return vwifi_net_sees(net, ends->receiver) && vwifi_net_sees(net, ends->sender);
}

/* Tells what a pair has become; one that says nothing any more has its ends alone. Locks held. */
static void vwifi_pair_notify(const struct vwifi_ends *ends)
{
	struct vwifi_pair *pair = vwifi_pair_find(ends->receiver->id, ends->sender->id);
	struct sk_buff *msg;
	void *hdr;

	msg = vwifi_genl_event(VWIFI_CMD_PAIR_CHANGED, &hdr);
	if (!msg)
		return;
	if (nla_put_u32(msg, VWIFI_A_PAIR_RECEIVER_RADIO, ends->receiver->id) ||
	    nla_put_u32(msg, VWIFI_A_PAIR_SENDER_RADIO, ends->sender->id) ||
	    (pair && pair->denied && nla_put_flag(msg, VWIFI_A_PAIR_DENIED)) ||
	    (pair && vwifi_link_fill(msg, &pair->link))) {
		nlmsg_free(msg);
		return;
	}
	vwifi_genl_multicast(msg, hdr, vwifi_ends_are_heard, ends);
}

/* What a namespace takes for the medium: its own user namespace's, or the host's. vwifi_radios_lock held. */
static struct vwifi_air *vwifi_air_seen(const struct net *net)
{
	return vwifi_air_of(net->user_ns) ?: &vwifi_hosts_air;
}

static bool vwifi_air_is_heard(const struct net *net, const void *air)
{
	return vwifi_net_is_hosts(net) || vwifi_air_seen(net) == air;
}

/* The denylist of an air was replaced. Called with vwifi_radios_lock held. */
static void vwifi_pairs_notify(const struct vwifi_air *air)
{
	struct sk_buff *msg;
	void *hdr;

	msg = vwifi_genl_event(VWIFI_CMD_PAIR_CHANGED, &hdr);
	if (msg)
		vwifi_genl_multicast(msg, hdr, vwifi_air_is_heard, air);
}

int vwifi_nl_deny_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_ends ends;
	int err;

	err = vwifi_pair_begin(skb, info, &ends);
	if (err)
		return err;
	err = vwifi_deny_add(ends.receiver, ends.sender);
	if (err == -EEXIST)
		NL_SET_ERR_MSG(info->extack, "the receiver denies this sender already");
	else if (!err)
		vwifi_pair_notify(&ends);
	vwifi_pair_end();
	return err;
}

int vwifi_nl_deny_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_ends ends;
	int err;

	err = vwifi_pair_begin(skb, info, &ends);
	if (err)
		return err;
	err = vwifi_deny_del(ends.receiver, ends.sender);
	if (err == -ENOENT)
		NL_SET_ERR_MSG(info->extack, "the receiver does not deny this sender");
	else if (!err)
		vwifi_pair_notify(&ends);
	vwifi_pair_end();
	return err;
}

static int vwifi_deny_want_attr(struct net *net, const struct vwifi_air *air, struct nlattr *attr,
				struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[VWIFI_A_PAIR_SENDER + 1];
	struct vwifi_ends ends;
	int err;

	err = nla_parse_nested(attrs, VWIFI_A_PAIR_SENDER, attr, vwifi_end_pair_nl_policy, extack);
	if (err)
		return err;
	err = vwifi_ends_resolve(net, attrs[VWIFI_A_PAIR_RECEIVER], attrs[VWIFI_A_PAIR_SENDER],
				 &ends, extack);
	if (err)
		return err;
	if (ends.receiver->air != air) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "a pair of another air than that of the caller's user namespace");
		return -EPERM;
	}
	err = vwifi_deny_want(ends.receiver, ends.sender);
	if (err == -EEXIST)
		NL_SET_ERR_MSG_ATTR(extack, attr, "this pair stands in the list twice");
	return err;
}

/*
 * The pairs are repeated attributes: an attribute alone could not hold them all
 * (its length has 16 bits).
 */
int vwifi_nl_deny_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_air *air;
	struct nlattr *attr;
	int rem, err = 0;

	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	if (IS_ERR(air)) {
		mutex_unlock(&vwifi_radios_lock);
		return PTR_ERR(air);
	}
	mutex_lock(&vwifi_pairs_lock);
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != VWIFI_A_DENY_LIST_PAIR)
			continue;
		err = vwifi_deny_want_attr(genl_info_net(info), air, attr, info->extack);
		if (err)
			break;
	}
	vwifi_deny_commit(air, !err);
	if (!err)
		vwifi_pairs_notify(air);
	vwifi_pair_end();
	return err;
}

int vwifi_nl_deny_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_air *air;

	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	if (IS_ERR(air)) {
		mutex_unlock(&vwifi_radios_lock);
		return PTR_ERR(air);
	}
	mutex_lock(&vwifi_pairs_lock);
	vwifi_deny_commit(air, true);	/* nothing is wanted */
	vwifi_pairs_notify(air);
	vwifi_pair_end();
	return 0;
}

static int vwifi_pair_fill_counters(struct sk_buff *msg, struct vwifi_pair *pair, bool link)
{
	if (nla_put_u64_64bit(msg, VWIFI_A_PAIR_FRAMES, atomic64_read(&pair->frames),
			      VWIFI_A_PAIR_PAD) ||
	    nla_put_u64_64bit(msg, VWIFI_A_PAIR_FRAMES_DENIED, atomic64_read(&pair->frames_denied),
			      VWIFI_A_PAIR_PAD))
		return -EMSGSIZE;
	if (!link)
		return 0;
	if (nla_put_u64_64bit(msg, VWIFI_A_PAIR_FRAMES_LOST, atomic64_read(&pair->frames_lost),
			      VWIFI_A_PAIR_PAD) ||
	    nla_put_u64_64bit(msg, VWIFI_A_PAIR_RETRIES, atomic64_read(&pair->retries),
			      VWIFI_A_PAIR_PAD) ||
	    nla_put_u64_64bit(msg, VWIFI_A_PAIR_QUEUE_DROPPED, atomic64_read(&pair->queue_dropped),
			      VWIFI_A_PAIR_PAD))
		return -EMSGSIZE;
	return 0;
}

/* Whether a namespace sees both ends of a pair. Called with vwifi_pairs_lock held. */
bool vwifi_pair_is_seen(const struct vwifi_pair *pair, const struct net *net)
{
	return vwifi_net_sees(net, pair->receiver) && vwifi_net_sees(net, pair->sender);
}

/* What a pair is, with its counters. Called with vwifi_pairs_lock held. */
int vwifi_pair_fill(struct sk_buff *msg, struct vwifi_pair *pair, bool link)
{
	struct vwifi_dcf_link used;

	if (nla_put_u32(msg, VWIFI_A_PAIR_RECEIVER_RADIO, pair->key.receiver) ||
	    nla_put_u32(msg, VWIFI_A_PAIR_SENDER_RADIO, pair->key.sender) ||
	    (link && pair->denied && nla_put_flag(msg, VWIFI_A_PAIR_DENIED)) ||
	    (link && vwifi_link_fill(msg, &pair->link)))
		return -EMSGSIZE;
	if (link && vwifi_dcf_link_to(pair->sender, pair->key.receiver, &used) &&
	    vwifi_used_fill_air(msg, &used))
		return -EMSGSIZE;
	return vwifi_pair_fill_counters(msg, pair, link);
}

static int vwifi_pair_put_msg(struct sk_buff *skb, struct netlink_callback *cb,
			      struct vwifi_pair *pair, bool link)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				&vwifi_genl_family, NLM_F_MULTI,
				link ? VWIFI_CMD_LINK_GET : VWIFI_CMD_DENY_GET);

	if (!hdr)
		return -EMSGSIZE;
	if (vwifi_pair_fill(skb, pair, link)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genl_dump_check_consistent(cb, hdr);
	genlmsg_end(skb, hdr);
	return 0;
}

/* Lists pairs that are denied, or those with a link: by receiver, each in the order of making. */
static int vwifi_pairs_dump(struct sk_buff *skb, struct netlink_callback *cb, bool link)
{
	unsigned long id = cb->args[0];
	long skip = cb->args[1], n;
	struct vwifi_radio *radio;
	struct vwifi_pair *pair;

	mutex_lock(&vwifi_radios_lock);
	mutex_lock(&vwifi_pairs_lock);
	cb->seq = vwifi_genl_generation;
	for (; (radio = vwifi_radio_next(&id)); id++, skip = 0) {
		n = 0;
		list_for_each_entry(pair, &radio->pairs_in, in) {
			if (n++ < skip || !(link ? !!pair->link.set : pair->denied) ||
			    !vwifi_pair_is_seen(pair, sock_net(skb->sk)))
				continue;
			if (vwifi_pair_put_msg(skb, cb, pair, link)) {
				skip = n - 1;
				goto out;
			}
		}
	}
	skip = 0;
out:
	vwifi_pair_end();
	cb->args[0] = id;
	cb->args[1] = skip;
	return skb->len;
}

int vwifi_nl_deny_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vwifi_pairs_dump(skb, cb, false);
}

int vwifi_nl_link_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	/* First those that are special; when there are no more of them, the others. */
	if (!cb->args[2]) {
		int len = vwifi_pairs_dump(skb, cb, true);

		if (len)
			return len;
		cb->args[2] = 1;
	}
	return vwifi_used_dump(skb, cb);
}

static void vwifi_link_parse(struct nlattr **attrs, struct vwifi_link *link)
{
	if (attrs[VWIFI_A_PAIR_SIGNAL]) {
		link->set |= VWIFI_LINK_SIGNAL;
		link->signal = nla_get_s32(attrs[VWIFI_A_PAIR_SIGNAL]);
	}
	if (attrs[VWIFI_A_PAIR_LOSS]) {
		link->set |= VWIFI_LINK_LOSS;
		link->loss = nla_get_u32(attrs[VWIFI_A_PAIR_LOSS]);
	}
	if (attrs[VWIFI_A_PAIR_DELAY]) {
		link->set |= VWIFI_LINK_DELAY;
		link->delay = nla_get_u32(attrs[VWIFI_A_PAIR_DELAY]);
	}
	if (attrs[VWIFI_A_PAIR_JITTER]) {
		link->set |= VWIFI_LINK_JITTER;
		link->jitter = nla_get_u32(attrs[VWIFI_A_PAIR_JITTER]);
	}
	if (attrs[VWIFI_A_PAIR_RATE]) {
		link->set |= VWIFI_LINK_RATE;
		link->rate = nla_get_u64(attrs[VWIFI_A_PAIR_RATE]);
	}
}

int vwifi_nl_link_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_link link = {};
	struct vwifi_ends ends;
	int err;

	vwifi_link_parse(info->attrs, &link);
	if (!link.set) {
		NL_SET_ERR_MSG(info->extack, "nothing to set: give signal, loss, delay, jitter or rate");
		return -EINVAL;
	}
	err = vwifi_pair_begin(skb, info, &ends);
	if (err)
		return err;
	err = vwifi_link_set(ends.receiver, ends.sender, &link);
	if (!err) {
		vwifi_pair_notify(&ends);
		vwifi_cqm_changed(ends.receiver->air);
	}
	vwifi_pair_end();
	return err;
}

int vwifi_nl_link_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_ends ends;
	int err;

	err = vwifi_pair_begin(skb, info, &ends);
	if (err)
		return err;
	err = vwifi_link_del(ends.receiver, ends.sender);
	if (err == -ENOENT)
		NL_SET_ERR_MSG(info->extack, "the link has no values of its own");
	if (!err) {
		vwifi_pair_notify(&ends);
		vwifi_cqm_changed(ends.receiver->air);
	}
	vwifi_pair_end();
	return err;
}

/* How much of the medium a namespace sees. Called with vwifi_radios_lock held. */
static int vwifi_medium_fill_numbers(struct sk_buff *msg, const struct net *net)
{
	unsigned int radios = 0, pairs = 0;
	struct vwifi_radio *radio;
	struct vwifi_pair *pair;
	unsigned long id = 0;

	if (vwifi_net_is_hosts(net)) {
		radios = vwifi_radio_count();
		pairs = vwifi_pair_count();
	} else {
		mutex_lock(&vwifi_pairs_lock);
		for (; (radio = vwifi_radio_next(&id)); id++) {
			if (!vwifi_net_sees(net, radio))
				continue;
			radios++;
			list_for_each_entry(pair, &radio->pairs_in, in)
				pairs += vwifi_pair_is_seen(pair, net);
		}
		mutex_unlock(&vwifi_pairs_lock);
	}
	return nla_put_u32(msg, VWIFI_A_MEDIUM_RADIOS, radios) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_PAIRS, pairs) ? -EMSGSIZE : 0;
}

/* Called with vwifi_radios_lock held. */
static int vwifi_medium_fill(struct sk_buff *msg, const struct vwifi_air *air)
{
	const struct vwifi_medium *medium = &air->medium;

	return nla_put_s32(msg, VWIFI_A_MEDIUM_SIGNAL, medium->signal) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_LOSS, medium->loss) ||
	       nla_put_u64_64bit(msg, VWIFI_A_MEDIUM_SEED, medium->seed, VWIFI_A_MEDIUM_PAD) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT, medium->path_loss_exponent) ||
	       nla_put_s32(msg, VWIFI_A_MEDIUM_SENSITIVITY, medium->sensitivity) ||
	       vwifi_propagation_fill(msg, air) ||
	       vwifi_contention_fill(msg, medium) ||
	       nla_put_string(msg, VWIFI_A_MEDIUM_VERSION, VWIFI_VERSION) ? -EMSGSIZE : 0;
}

int vwifi_nl_medium_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	void *hdr;
	int err;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &vwifi_genl_family, 0, VWIFI_CMD_MEDIUM_GET);
	mutex_lock(&vwifi_radios_lock);
	err = hdr ? vwifi_medium_fill(msg, vwifi_air_seen(genl_info_net(info))) : -EMSGSIZE;
	err = err ?: vwifi_medium_fill_numbers(msg, genl_info_net(info));
	mutex_unlock(&vwifi_radios_lock);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

struct vwifi_medium_change {
	const struct vwifi_air *air;
	bool hosts;			/* for the host, whom it tells how many radios and pairs there are */
};

static bool vwifi_medium_is_heard(const struct net *net, const void *of)
{
	const struct vwifi_medium_change *change = of;

	return vwifi_air_seen(net) == change->air && vwifi_net_is_hosts(net) == change->hosts;
}

/* Everybody hears of the medium that is its own. Called with vwifi_radios_lock held. */
static void vwifi_medium_notify(const struct vwifi_air *air, bool hosts)
{
	struct vwifi_medium_change change = { .air = air, .hosts = hosts };
	struct sk_buff *msg;
	void *hdr;

	msg = vwifi_genl_event(VWIFI_CMD_MEDIUM_CHANGED, &hdr);
	if (!msg)
		return;
	if (vwifi_medium_fill(msg, air) ||
	    (hosts && vwifi_medium_fill_numbers(msg, &init_net)))
		nlmsg_free(msg);
	else
		vwifi_genl_multicast(msg, hdr, vwifi_medium_is_heard, &change);
}

static void vwifi_medium_parse(struct nlattr **attrs, struct vwifi_medium *medium)
{
	if (attrs[VWIFI_A_MEDIUM_SIGNAL])
		medium->signal = nla_get_s32(attrs[VWIFI_A_MEDIUM_SIGNAL]);
	if (attrs[VWIFI_A_MEDIUM_LOSS])
		medium->loss = nla_get_u32(attrs[VWIFI_A_MEDIUM_LOSS]);
	if (attrs[VWIFI_A_MEDIUM_SEED])
		medium->seed = nla_get_u64(attrs[VWIFI_A_MEDIUM_SEED]);
	if (attrs[VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT])
		medium->path_loss_exponent =
			nla_get_u32(attrs[VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT]);
	if (attrs[VWIFI_A_MEDIUM_SENSITIVITY])
		medium->sensitivity = nla_get_s32(attrs[VWIFI_A_MEDIUM_SENSITIVITY]);
	vwifi_propagation_parse(attrs, medium);
	vwifi_contention_parse(attrs, medium);
	medium->restart = attrs[VWIFI_A_MEDIUM_SEED];
}

int vwifi_nl_medium_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_walls *walls = vwifi_genl_walls(info);
	struct vwifi_medium medium;
	struct vwifi_air *air;
	int err;

	if (IS_ERR(walls))
		return PTR_ERR(walls);
	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	err = PTR_ERR_OR_ZERO(air);
	if (err)
		goto unlock;
	medium = air->medium;
	vwifi_medium_parse(info->attrs, &medium);
	/* Who contends finds a server, and who does not leaves none behind. */
	err = vwifi_dcf_model(air, medium.model);
	if (err)
		goto unlock;
	vwifi_medium_set(air, &medium);
	if (medium.restart)
		vwifi_dcf_restart(air);
	if (walls)
		vwifi_walls_set(air, walls);
	walls = NULL;
	vwifi_medium_notify(air, true);
	vwifi_medium_notify(air, false);
	vwifi_cqm_changed(air);
unlock:
	mutex_unlock(&vwifi_radios_lock);
	kfree(walls);
	return err;
}

int vwifi_nl_radar_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_air *air;
	unsigned int n = 0;

	if (GENL_REQ_ATTR_CHECK(info, VWIFI_A_RADAR_FREQUENCY)) {
		NL_SET_ERR_MSG(info->extack, "a radar needs a frequency");
		return -EINVAL;
	}
	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	if (!IS_ERR(air))
		n = vwifi_radar_appears(air, nla_get_u32(info->attrs[VWIFI_A_RADAR_FREQUENCY]));
	mutex_unlock(&vwifi_radios_lock);
	if (IS_ERR(air))
		return PTR_ERR(air);
	if (n)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_RADAR_FREQUENCY],
			    "no access point looks for radars on this frequency");
	return -ENOENT;
}
