// SPDX-License-Identifier: MIT OR GPL-2.0
/* What somebody who makes a radio wants it not to have: types of interfaces, and ciphers. */
#include <linux/slab.h>

#include "device.h"

/* Tables of a radio that are shorter than everybody's. */
struct vwifi_radio_limits {
	struct ieee80211_iface_combination *combinations;
	struct ieee80211_iface_limit *limits;
	u32 *ciphers;
};

static unsigned int vwifi_count_limits(const struct wiphy *wiphy)
{
	unsigned int n = 0;
	int i;

	for (i = 0; i < wiphy->n_iface_combinations; i++)
		n += wiphy->iface_combinations[i].n_limits;
	return n;
}

/* Room for all of it behind one another, which is given back at once. */
static struct vwifi_radio_limits *vwifi_limits_alloc(const struct wiphy *wiphy)
{
	struct vwifi_radio_limits *limits;
	unsigned int n_limits = vwifi_count_limits(wiphy);
	size_t size = sizeof(*limits) +
		      wiphy->n_iface_combinations * sizeof(*limits->combinations) +
		      n_limits * sizeof(*limits->limits) +
		      wiphy->n_cipher_suites * sizeof(*limits->ciphers);

	limits = kzalloc(size, GFP_KERNEL);
	if (!limits)
		return NULL;
	limits->combinations = (void *)(limits + 1);
	limits->limits = (void *)(limits->combinations + wiphy->n_iface_combinations);
	limits->ciphers = (void *)(limits->limits + n_limits);
	return limits;
}

/* So many interfaces as there may be of all types that are left. */
static unsigned int vwifi_limits_sum(const struct ieee80211_iface_limit *limit,
				     const struct ieee80211_iface_limit *end)
{
	unsigned int sum = 0;

	for (; limit < end; limit++)
		sum += limit->max;
	return sum;
}

/* Combinations of what is left; one that is of nothing, or of a single interface, goes. */
static void vwifi_limits_combine(struct wiphy *wiphy, struct vwifi_radio_limits *limits, u32 iftypes)
{
	const struct ieee80211_iface_combination *all = wiphy->iface_combinations;
	struct ieee80211_iface_limit *next = limits->limits;
	unsigned int n = 0;
	int i, j;

	for (i = 0; i < wiphy->n_iface_combinations; i++) {
		struct ieee80211_iface_combination *left = &limits->combinations[n];
		struct ieee80211_iface_limit *first = next;
		unsigned int max;

		for (j = 0; j < all[i].n_limits; j++) {
			if (!(all[i].limits[j].types & iftypes))
				continue;
			*next = all[i].limits[j];
			next->types &= iftypes;
			next++;
		}
		max = min_t(unsigned int, all[i].max_interfaces, vwifi_limits_sum(first, next));
		if (max < 2)
			continue;
		*left = all[i];
		left->max_interfaces = max;
		left->limits = first;
		left->n_limits = next - first;
		n++;
	}
	wiphy->iface_combinations = n ? limits->combinations : NULL;
	wiphy->n_iface_combinations = n;
	wiphy->interface_modes &= iftypes;
	wiphy->software_iftypes &= iftypes;
}

static bool vwifi_has_cipher(const u32 *ciphers, unsigned int n, u32 cipher)
{
	while (n--)
		if (ciphers[n] == cipher)
			return true;
	return false;
}

/* Whether all of them are ours. */
static bool vwifi_limits_cipher(struct wiphy *wiphy, struct vwifi_radio_limits *limits,
				const struct vwifi_radio_params *params)
{
	unsigned int n = 0, i;

	for (i = 0; i < params->n_ciphers; i++)
		if (!vwifi_has_cipher(wiphy->cipher_suites, wiphy->n_cipher_suites,
				      params->ciphers[i]))
			return false;
	for (i = 0; i < (unsigned int)wiphy->n_cipher_suites; i++)
		if (vwifi_has_cipher(params->ciphers, params->n_ciphers, wiphy->cipher_suites[i]))
			limits->ciphers[n++] = wiphy->cipher_suites[i];
	wiphy->cipher_suites = limits->ciphers;
	wiphy->n_cipher_suites = n;
	return true;
}

/**
 * vwifi_radio_restrict - leaves out what a radio is not to have
 * @radio: one that says all that it can, and is not registered yet
 * @params: what is asked for
 *
 * Return: 0, -ENOMEM, -EOPNOTSUPP: none of the types that are left is one of ours; -EINVAL:
 * a cipher is none of ours.
 */
int vwifi_radio_restrict(struct vwifi_radio *radio, const struct vwifi_radio_params *params)
{
	struct wiphy *wiphy = radio->wiphy;

	if (params->strict_reg)
		wiphy->regulatory_flags |= REGULATORY_STRICT_REG;
	if (!params->iftypes && !params->ciphers)
		return 0;
	if (params->iftypes && !(params->iftypes & wiphy->interface_modes))
		return -EOPNOTSUPP;
	radio->limits = vwifi_limits_alloc(wiphy);
	if (!radio->limits)
		return -ENOMEM;
	if (params->iftypes)
		vwifi_limits_combine(wiphy, radio->limits, params->iftypes);
	if (params->ciphers && !vwifi_limits_cipher(wiphy, radio->limits, params))
		return -EINVAL;
	return 0;
}
