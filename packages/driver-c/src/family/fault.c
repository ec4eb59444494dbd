// SPDX-License-Identifier: MIT OR GPL-2.0
/* Faults, from user space: made, listed, removed. Each is of the air of its caller's user namespace. */
#include <net/netlink.h>
#include <net/sock.h>

#include "air/air.h"
#include "genl-gen.h"
#include "genl.h"

/* Which attributes belong together. */
static int vwifi_fault_check(struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	u32 action;

	if (!attrs[VWIFI_A_FAULT_ACTION]) {
		NL_SET_ERR_MSG(extack, "a fault needs an action: what is done to a frame");
		return -EINVAL;
	}
	action = nla_get_u32(attrs[VWIFI_A_FAULT_ACTION]);
	if (attrs[VWIFI_A_FAULT_TYPE] &&
	    nla_get_u32(attrs[VWIFI_A_FAULT_TYPE]) != VWIFI_FRAME_TYPE_MANAGEMENT &&
	    nla_get_u32(attrs[VWIFI_A_FAULT_TYPE]) != VWIFI_FRAME_TYPE_DATA) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[VWIFI_A_FAULT_TYPE],
				    "no fault meets control frames: give management or data");
		return -EINVAL;
	}
	if (attrs[VWIFI_A_FAULT_SUBTYPE] && !attrs[VWIFI_A_FAULT_TYPE]) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[VWIFI_A_FAULT_SUBTYPE],
				    "a subtype needs the type that it is of");
		return -EINVAL;
	}
	if (!attrs[VWIFI_A_FAULT_DELAY] != (action != VWIFI_FAULT_ACTION_DELAY)) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[VWIFI_A_FAULT_DELAY] ?: attrs[VWIFI_A_FAULT_ACTION],
				    "a time belongs to delay, and delay needs one");
		return -EINVAL;
	}
	if (attrs[VWIFI_A_FAULT_OCTET] && action != VWIFI_FAULT_ACTION_ALTER) {
		NL_SET_ERR_MSG_ATTR(extack, attrs[VWIFI_A_FAULT_OCTET], "an octet belongs to alter");
		return -EINVAL;
	}
	return 0;
}

static void vwifi_fault_parse(struct nlattr **attrs, struct vwifi_fault_settings *settings)
{
	if (attrs[VWIFI_A_FAULT_TYPE]) {
		settings->set |= VWIFI_FAULT_TYPE;
		settings->kind.type = nla_get_u32(attrs[VWIFI_A_FAULT_TYPE]);
	}
	if (attrs[VWIFI_A_FAULT_SUBTYPE]) {
		settings->set |= VWIFI_FAULT_SUBTYPE;
		settings->kind.subtype = nla_get_u32(attrs[VWIFI_A_FAULT_SUBTYPE]);
	}
	if (attrs[VWIFI_A_FAULT_EAPOL]) {
		settings->set |= VWIFI_FAULT_EAPOL;
		settings->kind.eapol = nla_get_u32(attrs[VWIFI_A_FAULT_EAPOL]);
	}
	if (attrs[VWIFI_A_FAULT_BSSID]) {
		settings->set |= VWIFI_FAULT_BSSID;
		ether_addr_copy(settings->bssid, nla_data(attrs[VWIFI_A_FAULT_BSSID]));
	}
	if (attrs[VWIFI_A_FAULT_NTH])
		settings->nth = nla_get_u32(attrs[VWIFI_A_FAULT_NTH]);
	if (attrs[VWIFI_A_FAULT_EVERY])
		settings->every = nla_get_u32(attrs[VWIFI_A_FAULT_EVERY]);
	if (attrs[VWIFI_A_FAULT_TIMES])
		settings->times = nla_get_u32(attrs[VWIFI_A_FAULT_TIMES]);
	settings->action = nla_get_u32(attrs[VWIFI_A_FAULT_ACTION]);
	if (attrs[VWIFI_A_FAULT_DELAY])
		settings->delay = nla_get_u32(attrs[VWIFI_A_FAULT_DELAY]);
	if (attrs[VWIFI_A_FAULT_OCTET])
		settings->octet = nla_get_u32(attrs[VWIFI_A_FAULT_OCTET]);
}

/* A radio that a fault names: one of the air, that the caller may change. vwifi_radios_lock held. */
static int vwifi_fault_end(struct sk_buff *skb, struct genl_info *info, struct nlattr *end,
			   const struct vwifi_air *air, const struct vwifi_radio **radio)
{
	struct vwifi_radio *found;

	if (!end)
		return 0;
	found = vwifi_end_resolve(genl_info_net(info), end, false, info->extack);
	if (IS_ERR(found))
		return PTR_ERR(found);
	if (found->air != air) {
		NL_SET_ERR_MSG_ATTR(info->extack, end,
				    "this radio is in another air than the caller's user namespace has");
		return -EPERM;
	}
	*radio = found;
	return vwifi_genl_may_change(skb, found, info->extack);
}

static int vwifi_fault_reply(struct genl_info *info, u32 id)
{
	struct sk_buff *msg = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *hdr;

	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put_reply(msg, info, &vwifi_genl_family, 0, VWIFI_CMD_FAULT_ADD);
	if (!hdr || nla_put_u32(msg, VWIFI_A_FAULT_ID, id)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

int vwifi_nl_fault_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_fault_settings settings = {};
	struct nlattr **attrs = info->attrs;
	struct vwifi_fault *fault;
	struct vwifi_air *air;
	int err;

	err = vwifi_fault_check(attrs, info->extack);
	if (err)
		return err;
	vwifi_fault_parse(attrs, &settings);
	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	err = PTR_ERR_OR_ZERO(air);
	err = err ?: vwifi_fault_end(skb, info, attrs[VWIFI_A_FAULT_FROM], air, &settings.from);
	err = err ?: vwifi_fault_end(skb, info, attrs[VWIFI_A_FAULT_TO], air, &settings.to);
	if (err)
		goto unlock;
	mutex_lock(&vwifi_pairs_lock);
	fault = vwifi_fault_add(air, &settings);
	err = IS_ERR(fault) ? PTR_ERR(fault) : vwifi_fault_reply(info, fault->id);
	mutex_unlock(&vwifi_pairs_lock);
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(info->extack, "there are 64 faults in this air already: remove some");
unlock:
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

int vwifi_nl_fault_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_air *air;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, VWIFI_A_FAULT_ID)) {
		NL_SET_ERR_MSG(info->extack, "name a fault by its number");
		return -EINVAL;
	}
	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	err = PTR_ERR_OR_ZERO(air);
	if (!err) {
		mutex_lock(&vwifi_pairs_lock);
		err = vwifi_fault_del(air, nla_get_u32(info->attrs[VWIFI_A_FAULT_ID]));
		mutex_unlock(&vwifi_pairs_lock);
		if (err)
			NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_A_FAULT_ID],
					    "no fault of this air has this number");
	}
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

int vwifi_nl_fault_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_air *air;

	mutex_lock(&vwifi_radios_lock);
	air = vwifi_genl_air(info);
	if (!IS_ERR(air))
		vwifi_faults_flush(air);
	mutex_unlock(&vwifi_radios_lock);
	return PTR_ERR_OR_ZERO(air);
}

/* Called with vwifi_pairs_lock held. */
static int vwifi_fault_fill(struct sk_buff *msg, const struct vwifi_fault *fault)
{
	const struct vwifi_fault_settings *has = &fault->settings;

	return nla_put_u32(msg, VWIFI_A_FAULT_ID, fault->id) ||
	       (has->set & VWIFI_FAULT_TYPE &&
		nla_put_u32(msg, VWIFI_A_FAULT_TYPE, has->kind.type)) ||
	       (has->set & VWIFI_FAULT_SUBTYPE &&
		nla_put_u32(msg, VWIFI_A_FAULT_SUBTYPE, has->kind.subtype)) ||
	       (has->set & VWIFI_FAULT_EAPOL &&
		nla_put_u32(msg, VWIFI_A_FAULT_EAPOL, has->kind.eapol)) ||
	       (has->set & VWIFI_FAULT_BSSID &&
		nla_put(msg, VWIFI_A_FAULT_BSSID, ETH_ALEN, has->bssid)) ||
	       (has->from && nla_put_u32(msg, VWIFI_A_FAULT_FROM_RADIO, has->from->id)) ||
	       (has->to && nla_put_u32(msg, VWIFI_A_FAULT_TO_RADIO, has->to->id)) ||
	       (has->nth && nla_put_u32(msg, VWIFI_A_FAULT_NTH, has->nth)) ||
	       (has->every && nla_put_u32(msg, VWIFI_A_FAULT_EVERY, has->every)) ||
	       (has->times && nla_put_u32(msg, VWIFI_A_FAULT_TIMES, has->times)) ||
	       nla_put_u32(msg, VWIFI_A_FAULT_ACTION, has->action) ||
	       (has->delay && nla_put_u32(msg, VWIFI_A_FAULT_DELAY, has->delay)) ||
	       (has->action == VWIFI_FAULT_ACTION_ALTER &&
		nla_put_u32(msg, VWIFI_A_FAULT_OCTET, has->octet)) ||
	       nla_put_u64_64bit(msg, VWIFI_A_FAULT_MATCHED, atomic64_read(&fault->matched),
				 VWIFI_A_FAULT_PAD) ||
	       nla_put_u64_64bit(msg, VWIFI_A_FAULT_DONE, atomic64_read(&fault->done),
				 VWIFI_A_FAULT_PAD) ? -EMSGSIZE : 0;
}

static int vwifi_fault_put_msg(struct sk_buff *skb, struct netlink_callback *cb,
			       const struct vwifi_fault *fault)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				&vwifi_genl_family, NLM_F_MULTI, VWIFI_CMD_FAULT_GET);

	if (!hdr)
		return -EMSGSIZE;
	if (vwifi_fault_fill(skb, fault)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

int vwifi_nl_fault_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vwifi_fault *fault;
	struct vwifi_air *air;

	mutex_lock(&vwifi_radios_lock);
	air = vwifi_air_of(sock_net(skb->sk)->user_ns);
	mutex_lock(&vwifi_pairs_lock);
	if (air) {
		list_for_each_entry(fault, &air->faults, list) {
			/* They are in the order of their numbers. */
			if (fault->id <= cb->args[0])
				continue;
			if (vwifi_fault_put_msg(skb, cb, fault))
				break;
			cb->args[0] = fault->id;
		}
	}
	mutex_unlock(&vwifi_pairs_lock);
	mutex_unlock(&vwifi_radios_lock);
	return skb->len;
}
