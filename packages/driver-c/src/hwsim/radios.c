// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The family's radios: made, removed, listed. A namespace sees those that are in it, and
 * whoever has CAP_NET_ADMIN over it makes and removes them. The number of a new radio is the
 * status of the command that made it, as programs expect.
 */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/cfg80211.h>

#include "device/device.h"
#include "family/family.h"
#include "part.h"

#define VWIFI_HWSIM_IFTYPES	(BIT(NL80211_IFTYPE_MAX + 1) - 1)

static u32 vwifi_hwsim_generation = 1;	/* vwifi_radios_lock */

static int vwifi_hwsim_fill(struct sk_buff *msg, struct vwifi_radio *radio)
{
	const struct vwifi_hwsim *part = radio->hwsim;
	const struct wiphy *wiphy = radio->wiphy;
	const char *name = wiphy_name(wiphy);

	if (nla_put_u32(msg, VWIFI_HWSIM_A_RADIO_ID, radio->id) ||
	    nla_put_u32(msg, VWIFI_HWSIM_A_CHANNELS, part ? part->channels : 1))
		return -EMSGSIZE;
	if (part && part->alpha2[0] && nla_put(msg, VWIFI_HWSIM_A_REG_HINT_ALPHA2, 2, part->alpha2))
		return -EMSGSIZE;
	if (wiphy->regulatory_flags & REGULATORY_STRICT_REG &&
	    nla_put_flag(msg, VWIFI_HWSIM_A_REG_STRICT_REG))
		return -EMSGSIZE;
	if (wiphy->interface_modes & BIT(NL80211_IFTYPE_P2P_DEVICE) &&
	    nla_put_flag(msg, VWIFI_HWSIM_A_SUPPORT_P2P_DEVICE))
		return -EMSGSIZE;
	if (part && part->use_chanctx && nla_put_flag(msg, VWIFI_HWSIM_A_USE_CHANCTX))
		return -EMSGSIZE;
	return nla_put(msg, VWIFI_HWSIM_A_RADIO_NAME, strlen(name), name);
}

/* Tells who listens in a namespace. */
static void vwifi_hwsim_multicast(struct net *net, struct sk_buff *msg, void *hdr)
{
	genlmsg_end(msg, hdr);
	genlmsg_multicast_netns(&vwifi_hwsim_family, net, msg, 0, 0, GFP_KERNEL);
}

static void vwifi_hwsim_tell_new(struct vwifi_radio *radio)
{
	struct sk_buff *msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *hdr = msg ? genlmsg_put(msg, 0, 0, &vwifi_hwsim_family, 0, VWIFI_HWSIM_CMD_NEW_RADIO) :
			  NULL;

	vwifi_hwsim_generation++;
	if (!hdr || vwifi_hwsim_fill(msg, radio))
		nlmsg_free(msg);
	else
		vwifi_hwsim_multicast(wiphy_net(radio->wiphy), msg, hdr);
}

void vwifi_hwsim_tell_gone(struct vwifi_radio *radio)
{
	struct sk_buff *msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *hdr = msg ? genlmsg_put(msg, 0, 0, &vwifi_hwsim_family, 0, VWIFI_HWSIM_CMD_DEL_RADIO) :
			  NULL;
	const char *name = wiphy_name(radio->wiphy);

	vwifi_hwsim_generation++;
	if (!hdr || nla_put_u32(msg, VWIFI_HWSIM_A_RADIO_ID, radio->id) ||
	    nla_put(msg, VWIFI_HWSIM_A_RADIO_NAME, strlen(name), name))
		nlmsg_free(msg);
	else
		vwifi_hwsim_multicast(wiphy_net(radio->wiphy), msg, hdr);
}

/* The first attribute that asks for what we do not have, or 0. */
static int vwifi_hwsim_lacks(const struct genl_info *info)
{
	static const u8 lacking[] = {
		VWIFI_HWSIM_A_REG_CUSTOM_REG,
		VWIFI_HWSIM_A_MLO_SUPPORT,
		VWIFI_HWSIM_A_PMSR_SUPPORT,
		VWIFI_HWSIM_A_MULTI_RADIO,
		VWIFI_HWSIM_A_SUPPORT_NAN_DEVICE,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lacking); i++)
		if (info->attrs[lacking[i]])
			return lacking[i];
	return 0;
}

/* What a radio is to be, by what was asked for. @name: room for its name. */
static int vwifi_hwsim_read(struct genl_info *info, struct vwifi_radio_params *params, char *name)
{
	const struct nlattr *address = info->attrs[VWIFI_HWSIM_A_PERM_ADDR];
	const struct nlattr *iftypes = info->attrs[VWIFI_HWSIM_A_IFTYPE_SUPPORT];
	const struct nlattr *ciphers = info->attrs[VWIFI_HWSIM_A_CIPHER_SUPPORT];
	const struct nlattr *called = info->attrs[VWIFI_HWSIM_A_RADIO_NAME];
	int lacking = vwifi_hwsim_lacks(info);

	if (lacking) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[lacking],
				    "vwifi's radios have no such thing");
		return -EOPNOTSUPP;
	}
	if (address && !is_valid_ether_addr(nla_data(address))) {
		NL_SET_ERR_MSG_ATTR(info->extack, address, "not an address of one station");
		return -EINVAL;
	}
	if (iftypes && nla_get_u32(iftypes) & ~VWIFI_HWSIM_IFTYPES) {
		NL_SET_ERR_MSG_ATTR(info->extack, iftypes, "there is no such type of interface");
		return -EINVAL;
	}
	if (ciphers && nla_len(ciphers) % sizeof(u32)) {
		NL_SET_ERR_MSG_ATTR(info->extack, ciphers, "a cipher suite has four octets");
		return -EINVAL;
	}
	params->addr = address ? nla_data(address) : NULL;
	params->tx_power_mbm = DBM_TO_MBM(VWIFI_HWSIM_TX_POWER_DBM);
	params->iftypes = iftypes ? nla_get_u32(iftypes) : vwifi_hwsim_iftypes();
	if (info->attrs[VWIFI_HWSIM_A_SUPPORT_P2P_DEVICE] && params->iftypes)
		params->iftypes |= BIT(NL80211_IFTYPE_P2P_DEVICE);
	params->ciphers = ciphers ? nla_data(ciphers) : NULL;
	params->n_ciphers = ciphers ? nla_len(ciphers) / sizeof(u32) : 0;
	params->strict_reg = info->attrs[VWIFI_HWSIM_A_REG_STRICT_REG];
	params->no_vif = info->attrs[VWIFI_HWSIM_A_NO_VIF];
	if (info->attrs[VWIFI_HWSIM_A_DESTROY_RADIO_ON_CLOSE])
		params->owner = info->snd_portid;
	if (!called)
		return 0;
	/* With a zero at its end or without one: both are in use. */
	if (!nla_len(called) || nla_strscpy(name, called, NL80211_WIPHY_NAME_MAXLEN + 1) <= 0) {
		NL_SET_ERR_MSG_ATTR(info->extack, called, "not a name for a wiphy");
		return -EINVAL;
	}
	params->wiphy_name = name;
	return 0;
}

/* What is the family's own of a new radio. Called with vwifi_radios_lock held. */
static void vwifi_hwsim_describe(struct vwifi_radio *radio, struct genl_info *info, u32 channels)
{
	const struct nlattr *alpha2 = info->attrs[VWIFI_HWSIM_A_REG_HINT_ALPHA2];
	struct vwifi_hwsim *part = radio->hwsim;

	if (!part)
		return;
	part->channels = channels;
	part->use_chanctx = channels > 1 || info->attrs[VWIFI_HWSIM_A_USE_CHANCTX];
	if (!alpha2)
		return;
	memcpy(part->alpha2, nla_data(alpha2), 2);
	regulatory_hint(radio->wiphy, part->alpha2);
}

/* Return: the number of the radio, or an error. */
int vwifi_hwsim_new_radio(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *alpha2 = info->attrs[VWIFI_HWSIM_A_REG_HINT_ALPHA2];
	struct vwifi_radio_params params = {
		.net = genl_info_net(info),
		.personality = VWIFI_PERSONALITY_EHT,
	};
	char name[NL80211_WIPHY_NAME_MAXLEN + 1];
	struct vwifi_radio *radio;
	u32 channels = vwifi_hwsim_channels();
	int err;

	if (info->attrs[VWIFI_HWSIM_A_CHANNELS])
		channels = nla_get_u32(info->attrs[VWIFI_HWSIM_A_CHANNELS]);
	if (!channels) {
		NL_SET_ERR_MSG(info->extack, "at least one channel");
		return -EINVAL;
	}
	if (alpha2 && nla_len(alpha2) != 2) {
		NL_SET_ERR_MSG_ATTR(info->extack, alpha2, "a country has two letters");
		return -EINVAL;
	}
	err = vwifi_hwsim_read(info, &params, name);
	if (err)
		return err;
	mutex_lock(&vwifi_radios_lock);
	radio = vwifi_radio_new(&params);
	if (IS_ERR(radio)) {
		err = PTR_ERR(radio);
		if (err == -EEXIST)
			NL_SET_ERR_MSG(info->extack, "the name is taken");
		else if (err == -EINVAL && params.ciphers)
			NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VWIFI_HWSIM_A_CIPHER_SUPPORT],
					    "not a cipher suite of ours");
		else
			NL_SET_ERR_MSG(info->extack, "the radio could not be registered");
	} else {
		err = radio->id;
		vwifi_hwsim_describe(radio, info, channels);
		vwifi_hwsim_tell_new(radio);
		vwifi_radio_notify(VWIFI_CMD_RADIO_ADDED, radio);
	}
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

/* A radio by its number or name, if it is where its caller is; or NULL. With vwifi_radios_lock held. */
static struct vwifi_radio *vwifi_hwsim_resolve(const struct genl_info *info)
{
	const struct nlattr *id = info->attrs[VWIFI_HWSIM_A_RADIO_ID];
	const struct nlattr *name = info->attrs[VWIFI_HWSIM_A_RADIO_NAME];
	const struct net *net = genl_info_net((struct genl_info *)info);
	struct vwifi_radio *radio;
	unsigned long at = 0;

	if (id) {
		radio = vwifi_radio_by_id(nla_get_u32(id));
		return radio && net_eq(wiphy_net(radio->wiphy), net) ? radio : NULL;
	}
	for (; (radio = vwifi_radio_next(&at)); at++)
		if (net_eq(wiphy_net(radio->wiphy), net) &&
		    !nla_strcmp(name, wiphy_name(radio->wiphy)))
			return radio;
	return NULL;
}

int vwifi_hwsim_del_radio(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_radio *radio;

	if (!info->attrs[VWIFI_HWSIM_A_RADIO_ID] && !info->attrs[VWIFI_HWSIM_A_RADIO_NAME]) {
		NL_SET_ERR_MSG(info->extack, "name a radio by its number or its name");
		return -EINVAL;
	}
	mutex_lock(&vwifi_radios_lock);
	radio = vwifi_hwsim_resolve(info);
	if (radio) {
		vwifi_radio_notify(VWIFI_CMD_RADIO_REMOVED, radio);
		vwifi_radio_del(radio);
	}
	mutex_unlock(&vwifi_radios_lock);
	return radio ? 0 : -ENODEV;
}

int vwifi_hwsim_get_radio(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	struct vwifi_radio *radio;
	int err = -ENODEV;
	void *hdr;

	if (!info->attrs[VWIFI_HWSIM_A_RADIO_ID]) {
		NL_SET_ERR_MSG(info->extack, "name a radio by its number");
		return -EINVAL;
	}
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	hdr = genlmsg_put(msg, info->snd_portid, info->snd_seq, &vwifi_hwsim_family, 0,
			  VWIFI_HWSIM_CMD_GET_RADIO);
	mutex_lock(&vwifi_radios_lock);
	radio = vwifi_hwsim_resolve(info);
	if (radio)
		err = hdr ? vwifi_hwsim_fill(msg, radio) : -EMSGSIZE;
	mutex_unlock(&vwifi_radios_lock);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

int vwifi_hwsim_dump_radios(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct net *net = sock_net(skb->sk);
	unsigned long id = cb->args[0];
	struct vwifi_radio *radio;

	mutex_lock(&vwifi_radios_lock);
	cb->seq = vwifi_hwsim_generation;
	for (; (radio = vwifi_radio_next(&id)); id++) {
		void *hdr;

		if (!net_eq(wiphy_net(radio->wiphy), net))
			continue;
		hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				  &vwifi_hwsim_family, NLM_F_MULTI, VWIFI_HWSIM_CMD_GET_RADIO);
		if (!hdr)
			break;
		if (vwifi_hwsim_fill(skb, radio)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genl_dump_check_consistent(cb, hdr);
		genlmsg_end(skb, hdr);
	}
	mutex_unlock(&vwifi_radios_lock);
	cb->args[0] = id;
	return skb->len;
}
