// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Faults. Each frame on its way to a receiver is held against those of its air, in the
 * order in which they were made: each counts what it matches, and the first that is due
 * is done. What that means is up to the floor that the frame is of.
 */
#include <linux/math64.h>
#include <linux/rculist.h>

#include "air.h"

#define VWIFI_FAULTS_MAX	64	/* of an air */
#define VWIFI_BEACON		(IEEE80211_STYPE_BEACON >> 4)

/* What can happen to a frame, by how it is sent: bits of enum vwifi_fault_action. */
#define VWIFI_FAULTS_OF_BEACONS	(BIT(VWIFI_FAULT_ACTION_DROP) | BIT(VWIFI_FAULT_ACTION_CORRUPT))
#define VWIFI_FAULTS_OF_UNICAST	GENMASK(VWIFI_FAULT_ACTION_MAX, 1)
#define VWIFI_FAULTS_OF_GROUPS	(VWIFI_FAULTS_OF_UNICAST & ~BIT(VWIFI_FAULT_ACTION_UNACKNOWLEDGE))
#define VWIFI_FAULTS_OF_NULLS	(VWIFI_FAULTS_OF_BEACONS | BIT(VWIFI_FAULT_ACTION_UNACKNOWLEDGE))

/* A frame that faults are asked about. */
struct vwifi_met {
	const struct vwifi_radio *from;
	const struct vwifi_radio *to;
	const u8 *bssid;
	struct vwifi_frame_kind kind;
	u32 actions;			/* that make sense of it */
	bool look;			/* it is counted elsewhere */
};

static bool vwifi_fault_matches(const struct vwifi_fault *fault, const struct vwifi_met *met)
{
	const struct vwifi_fault_settings *wanted = &fault->settings;

	return met->actions & BIT(wanted->action) &&
	       (!(wanted->set & VWIFI_FAULT_TYPE) || wanted->kind.type == met->kind.type) &&
	       (!(wanted->set & VWIFI_FAULT_SUBTYPE) || wanted->kind.subtype == met->kind.subtype) &&
	       (!(wanted->set & VWIFI_FAULT_EAPOL) || wanted->kind.eapol == met->kind.eapol) &&
	       (!(wanted->set & VWIFI_FAULT_BSSID) ||
		(met->bssid && ether_addr_equal_unaligned(wanted->bssid, met->bssid))) &&
	       (!wanted->from || wanted->from == met->from) &&
	       (!wanted->to || wanted->to == met->to);
}

/* Whether it is the turn of the @n-th frame that matched. */
static bool vwifi_fault_is_due(const struct vwifi_fault_settings *wanted, u64 n)
{
	u32 first = wanted->nth ?: wanted->every ?: 1, rest;

	if (n < first)
		return false;
	div_u64_rem(n - first, wanted->every ?: 1, &rest);
	return !rest;
}

static u64 vwifi_fault_limit(const struct vwifi_fault_settings *wanted)
{
	if (wanted->times)
		return wanted->times;
	return wanted->nth && !wanted->every ? 1 : U64_MAX;
}

/* Counts a frame that matches; @free: no other fault has met it. Returns whether something is done to it. */
static bool vwifi_fault_counts(struct vwifi_fault *fault, bool look, bool free)
{
	const struct vwifi_fault_settings *wanted = &fault->settings;
	u64 limit = vwifi_fault_limit(wanted);

	if (look)
		return vwifi_fault_is_due(wanted, atomic64_read(&fault->matched) + 1) &&
		       free && (u64)atomic64_read(&fault->done) < limit;
	return vwifi_fault_is_due(wanted, atomic64_inc_return(&fault->matched)) && free &&
	       atomic64_add_unless(&fault->done, 1, limit);
}

/* The fault that a frame meets, or NULL. */
static struct vwifi_fault *vwifi_fault_of(const struct vwifi_met *met)
{
	struct vwifi_fault *fault, *found = NULL;

	list_for_each_entry_rcu(fault, &met->to->air->faults, list)
		if (vwifi_fault_matches(fault, met) && vwifi_fault_counts(fault, met->look, !found))
			found = fault;
	return found;
}

/**
 * vwifi_fault_meet - what is to happen to a frame on its way to one receiver
 * @tx: how it goes; tx->fault and tx->fault_id take the answer
 * @to: the radio that is to receive it
 * @kind: what kind of frame it is, neither a beacon nor a null frame
 */
void vwifi_fault_meet(struct vwifi_transmission *tx, const struct vwifi_radio *to,
		      struct vwifi_frame_kind kind)
{
	struct vwifi_met met = {
		.from = tx->radio,
		.to = to,
		.bssid = tx->bssid,
		.kind = kind,
		.actions = is_multicast_ether_addr(tx->ra) ? VWIFI_FAULTS_OF_GROUPS :
							     VWIFI_FAULTS_OF_UNICAST,
	};
	const struct vwifi_fault *fault = vwifi_fault_of(&met);

	tx->fault = fault ? fault->settings.action : 0;
	tx->fault_id = fault ? fault->id : 0;
}

/* Why a receiver misses a beacon: of enum vwifi_fault_action, or 0; @look: it is counted elsewhere. */
u8 vwifi_fault_of_beacon(const struct vwifi_radio *from, const struct vwifi_radio *to,
			 const u8 *bssid, bool look)
{
	struct vwifi_met met = {
		.from = from,
		.to = to,
		.bssid = bssid,
		.kind = { .type = VWIFI_FRAME_TYPE_MANAGEMENT, .subtype = VWIFI_BEACON },
		.actions = VWIFI_FAULTS_OF_BEACONS,
		.look = look,
	};
	const struct vwifi_fault *fault = vwifi_air_has_faults(to->air) ? vwifi_fault_of(&met) : NULL;

	return fault ? fault->settings.action : 0;
}

/* Whether a null frame, by which one asks for a sign of life, brings none. */
bool vwifi_fault_takes_null(const struct vwifi_radio *from, const struct vwifi_radio *to,
			    const u8 *bssid)
{
	struct vwifi_met met = {
		.from = from,
		.to = to,
		.bssid = bssid,
		.kind = { .type = VWIFI_FRAME_TYPE_DATA, .subtype = IEEE80211_STYPE_NULLFUNC >> 4 },
		.actions = VWIFI_FAULTS_OF_NULLS,
	};

	return vwifi_air_has_faults(to->air) && vwifi_fault_of(&met);
}

static struct vwifi_fault *vwifi_fault_find(const struct vwifi_air *air, u32 id)
{
	struct vwifi_fault *fault;

	list_for_each_entry_rcu(fault, &air->faults, list, lockdep_is_held(&vwifi_pairs_lock))
		if (fault->id == id)
			return fault;
	return NULL;
}

/* Which octet of a frame that is altered; the first one where the fault is gone. */
unsigned int vwifi_fault_octet(const struct vwifi_transmission *tx)
{
	const struct vwifi_fault *fault = vwifi_fault_find(tx->radio->air, tx->fault_id);

	return fault ? fault->settings.octet : 0;
}

/* A frame that is delayed, on its way to tx->to; its packet number has been drawn. Consumes the skb. */
void vwifi_fault_fly(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	struct vwifi_fault *fault = vwifi_fault_find(tx->radio->air, tx->fault_id);
	struct vwifi_flight *flight;

	if (!fault) {
		kfree_skb(skb);
		return;
	}
	flight = vwifi_flight_new(tx, skb);
	if (!flight)
		return;
	spin_lock_bh(&fault->late.lock);
	if (vwifi_flights_have_room(&fault->late)) {
		vwifi_flights_add(&fault->late, flight,
				  ktime_add_us(ktime_get(), fault->settings.delay));
		flight = NULL;
	}
	spin_unlock_bh(&fault->late.lock);
	if (flight)
		vwifi_flight_free(flight);
}

/* Returns an ERR_PTR: -ENOSPC: there are as many as there may be. */
struct vwifi_fault *vwifi_fault_add(struct vwifi_air *air, const struct vwifi_fault_settings *settings)
{
	struct vwifi_fault *fault;

	if (air->n_faults >= VWIFI_FAULTS_MAX)
		return ERR_PTR(-ENOSPC);
	fault = kzalloc(sizeof(*fault), GFP_KERNEL);
	if (!fault)
		return ERR_PTR(-ENOMEM);
	fault->id = ++air->last_fault;
	fault->settings = *settings;
	vwifi_flights_init(&fault->late);
	list_add_tail_rcu(&fault->list, &air->faults);
	WRITE_ONCE(air->n_faults, air->n_faults + 1);
	vwifi_medium_touch(air);
	return fault;
}

static void vwifi_fault_remove(struct vwifi_air *air, struct vwifi_fault *fault)
{
	list_del_rcu(&fault->list);
	WRITE_ONCE(air->n_faults, air->n_faults - 1);
	vwifi_medium_touch(air);
	vwifi_flights_exit(&fault->late);
	kfree_rcu(fault, rcu);
}

int vwifi_fault_del(struct vwifi_air *air, u32 id)
{
	struct vwifi_fault *fault = vwifi_fault_find(air, id);

	if (!fault)
		return -ENOENT;
	vwifi_fault_remove(air, fault);
	return 0;
}

/* A radio goes, and with it the faults that name it. */
void vwifi_faults_forget(const struct vwifi_radio *radio)
{
	struct vwifi_fault *fault, *next;

	list_for_each_entry_safe(fault, next, &radio->air->faults, list)
		if (fault->settings.from == radio || fault->settings.to == radio)
			vwifi_fault_remove(radio->air, fault);
}

void vwifi_faults_flush(struct vwifi_air *air)
{
	struct vwifi_fault *fault, *next;

	mutex_lock(&vwifi_pairs_lock);
	list_for_each_entry_safe(fault, next, &air->faults, list)
		vwifi_fault_remove(air, fault);
	mutex_unlock(&vwifi_pairs_lock);
}
