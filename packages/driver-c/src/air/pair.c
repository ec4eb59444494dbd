// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Directed pairs of radios: the denylist, the links that are not the medium's
 * default, and the medium itself. Pairs are held by radio, so names and network
 * namespaces do not matter, and go with either of their radios.
 */
#include <linux/rhashtable.h>

#include "air.h"

/* Protects all configuration in this file; the data path reads under RCU. */
DEFINE_MUTEX(vwifi_pairs_lock);

static const struct rhashtable_params vwifi_pairs_params = {
	.head_offset = offsetof(struct vwifi_pair, node),
	.key_offset = offsetof(struct vwifi_pair, key),
	.key_len = sizeof(struct vwifi_pair_key),
	.automatic_shrinking = true,
};

static struct rhashtable vwifi_pairs;

int vwifi_pairs_init(void)
{
	return rhashtable_init(&vwifi_pairs, &vwifi_pairs_params);
}

/* Called when no radio is left, hence no pair. */
void vwifi_pairs_exit(void)
{
	rhashtable_destroy(&vwifi_pairs);
	kfree(rcu_access_pointer(vwifi_hosts_air.walls));
	RCU_INIT_POINTER(vwifi_hosts_air.walls, NULL);
}

unsigned int vwifi_pair_count(void)
{
	return atomic_read(&vwifi_pairs.nelems);
}

/* The pair, or NULL. Called under RCU or with vwifi_pairs_lock held. */
struct vwifi_pair *vwifi_pair_find(u32 receiver, u32 sender)
{
	struct vwifi_pair_key key = { .receiver = receiver, .sender = sender };

	return rhashtable_lookup_fast(&vwifi_pairs, &key, vwifi_pairs_params);
}

/* The same for the data path, where few senders have a pair. Called under RCU. */
struct vwifi_pair *vwifi_pair_at(const struct vwifi_radio *receiver, u32 sender)
{
	if (!test_bit(sender % VWIFI_PAIRED_BITS, receiver->paired))
		return NULL;
	return vwifi_pair_find(receiver->id, sender);
}

static struct vwifi_pair *vwifi_pair_get(struct vwifi_radio *receiver, struct vwifi_radio *sender)
{
	struct vwifi_pair *pair = vwifi_pair_find(receiver->id, sender->id);
	int err;

	if (pair)
		return pair;
	pair = kzalloc(sizeof(*pair), GFP_KERNEL);
	if (!pair)
		return ERR_PTR(-ENOMEM);
	pair->key.receiver = receiver->id;
	pair->key.sender = sender->id;
	pair->receiver = receiver;
	pair->sender = sender;
	vwifi_flights_init(&pair->flights);
	set_bit(sender->id % VWIFI_PAIRED_BITS, receiver->paired);
	err = rhashtable_insert_fast(&vwifi_pairs, &pair->node, vwifi_pairs_params);
	if (err) {
		kfree(pair);
		return ERR_PTR(err);
	}
	list_add_tail(&pair->in, &receiver->pairs_in);
	list_add_tail(&pair->out, &sender->pairs_out);
	return pair;
}

/* Removes a pair that says nothing any more. */
static void vwifi_pair_put(struct vwifi_pair *pair)
{
	if (pair->denied || pair->link.set)
		return;
	rhashtable_remove_fast(&vwifi_pairs, &pair->node, vwifi_pairs_params);
	list_del(&pair->in);
	list_del(&pair->out);
	/* Others may have the same bit: all of them go with the last pair. */
	if (list_empty(&pair->receiver->pairs_in))
		bitmap_zero(pair->receiver->paired, VWIFI_PAIRED_BITS);
	vwifi_flights_exit(&pair->flights);
	kfree_rcu(pair, rcu);
}

static void vwifi_pair_set_denied(struct vwifi_pair *pair, bool denied)
{
	if (pair->denied == denied)
		return;
	WRITE_ONCE(pair->denied, denied);
	WRITE_ONCE(pair->receiver->n_denied, pair->receiver->n_denied + (denied ? 1 : -1));
}

static void vwifi_pair_clear_link(struct vwifi_pair *pair)
{
	if (!pair->link.set)
		return;
	WRITE_ONCE(pair->link.set, 0);
	WRITE_ONCE(pair->receiver->n_links, pair->receiver->n_links - 1);
	WRITE_ONCE(pair->link.loss, 0);
	WRITE_ONCE(pair->link.delay, 0);
	WRITE_ONCE(pair->link.jitter, 0);
	WRITE_ONCE(pair->link.rate, 0);
	vwifi_link_reset(pair);
}

static void vwifi_pair_clear(struct vwifi_pair *pair)
{
	vwifi_pair_set_denied(pair, false);
	vwifi_pair_clear_link(pair);
	vwifi_pair_put(pair);
}

/* Removes all pairs, and faults, of a radio that is about to go. */
void vwifi_pairs_forget(struct vwifi_radio *radio)
{
	struct vwifi_pair *pair, *next;

	mutex_lock(&vwifi_pairs_lock);
	vwifi_faults_forget(radio);
	list_for_each_entry_safe(pair, next, &radio->pairs_in, in)
		vwifi_pair_clear(pair);
	list_for_each_entry_safe(pair, next, &radio->pairs_out, out)
		vwifi_pair_clear(pair);
	mutex_unlock(&vwifi_pairs_lock);
}

/* These: called with vwifi_radios_lock and vwifi_pairs_lock held. */
int vwifi_deny_add(struct vwifi_radio *receiver, struct vwifi_radio *sender)
{
	struct vwifi_pair *pair = vwifi_pair_get(receiver, sender);

	if (IS_ERR(pair))
		return PTR_ERR(pair);
	if (pair->denied)
		return -EEXIST;
	vwifi_pair_set_denied(pair, true);
	return 0;
}

int vwifi_deny_del(struct vwifi_radio *receiver, struct vwifi_radio *sender)
{
	struct vwifi_pair *pair = vwifi_pair_find(receiver->id, sender->id);

	if (!pair || !pair->denied)
		return -ENOENT;
	vwifi_pair_set_denied(pair, false);
	vwifi_pair_put(pair);
	return 0;
}

/*
 * The denylist of an air is replaced in three steps: begin; want each pair; commit, which
 * either makes exactly the wanted ones denied, or forgets what was wanted.
 */
int vwifi_deny_want(struct vwifi_radio *receiver, struct vwifi_radio *sender)
{
	struct vwifi_pair *pair = vwifi_pair_get(receiver, sender);

	if (IS_ERR(pair))
		return PTR_ERR(pair);
	if (pair->wanted)
		return -EEXIST;
	pair->wanted = true;
	return 0;
}

void vwifi_deny_commit(const struct vwifi_air *air, bool replace)
{
	struct vwifi_radio *radio;
	unsigned long id = 0;

	for (; (radio = vwifi_radio_next(&id)); id++) {
		struct vwifi_pair *pair, *next;

		list_for_each_entry_safe(pair, next, &radio->pairs_in, in) {
			if (replace && radio->air == air)
				vwifi_pair_set_denied(pair, pair->wanted);
			pair->wanted = false;
			vwifi_pair_put(pair);
		}
	}
}

int vwifi_link_set(struct vwifi_radio *receiver, struct vwifi_radio *sender,
		   const struct vwifi_link *link)
{
	struct vwifi_pair *pair = vwifi_pair_get(receiver, sender);
	bool was_link;

	if (IS_ERR(pair))
		return PTR_ERR(pair);
	was_link = pair->link.set;
	if (link->set & VWIFI_LINK_SIGNAL)
		WRITE_ONCE(pair->link.signal, link->signal);
	if (link->set & VWIFI_LINK_LOSS)
		WRITE_ONCE(pair->link.loss, link->loss);
	if (link->set & VWIFI_LINK_DELAY)
		WRITE_ONCE(pair->link.delay, link->delay);
	if (link->set & VWIFI_LINK_JITTER)
		WRITE_ONCE(pair->link.jitter, link->jitter);
	if (link->set & VWIFI_LINK_RATE)
		WRITE_ONCE(pair->link.rate, link->rate);
	/* What is on its way goes by the old clock, which may be hours ahead. */
	if (link->set & (VWIFI_LINK_DELAY | VWIFI_LINK_JITTER | VWIFI_LINK_RATE))
		vwifi_link_reset(pair);
	/* Pairs with vwifi_link_pair(). */
	smp_store_release(&pair->link.set, pair->link.set | link->set);
	if (!was_link && pair->link.set)
		WRITE_ONCE(receiver->n_links, receiver->n_links + 1);
	vwifi_pair_put(pair);	/* nothing was said */
	return 0;
}

int vwifi_link_del(struct vwifi_radio *receiver, struct vwifi_radio *sender)
{
	struct vwifi_pair *pair = vwifi_pair_find(receiver->id, sender->id);

	if (!pair || !pair->link.set)
		return -ENOENT;
	vwifi_pair_clear_link(pair);
	vwifi_pair_put(pair);
	return 0;
}

static void vwifi_draws_reset(atomic_t draws[VWIFI_N_CHANCES])
{
	unsigned int what;

	for (what = 0; what < VWIFI_N_CHANCES; what++)
		atomic_set(&draws[what], 0);
}

/* Whether anything can happen to a frame is asked first of all. Called with vwifi_pairs_lock held. */
void vwifi_medium_touch(struct vwifi_air *air)
{
	struct vwifi_medium *medium = &air->medium;

	WRITE_ONCE(medium->touches, medium->loss || medium->sensitivity != VWIFI_HEARS_ALL ||
				    medium->model != VWIFI_MODEL_IDEAL || air->n_faults || air->n_jams ||
				    air->grouped || vwifi_air_is_carried(air));
}

/* A program has begun to carry the frames of an air, or does so no more. Process context. */
void vwifi_medium_refresh(struct vwifi_air *air)
{
	mutex_lock(&vwifi_pairs_lock);
	vwifi_medium_touch(air);
	mutex_unlock(&vwifi_pairs_lock);
}

/* Radios without a group in common do not hear each other: all are in 1 at first. Process context. */
void vwifi_radio_group(struct vwifi_radio *radio, u64 group)
{
	mutex_lock(&vwifi_pairs_lock);
	radio->air->grouped = true;
	vwifi_medium_touch(radio->air);
	WRITE_ONCE(radio->regroup, group ^ VWIFI_GROUP_OF_ALL);
	mutex_unlock(&vwifi_pairs_lock);
}

/* Called with vwifi_radios_lock held; a new seed starts every sequence of chance anew. */
void vwifi_medium_set(struct vwifi_air *air, const struct vwifi_medium *medium)
{
	struct vwifi_medium *now = &air->medium;
	struct vwifi_radio *radio;
	unsigned long id = 0;

	mutex_lock(&vwifi_pairs_lock);
	WRITE_ONCE(now->signal, medium->signal);
	WRITE_ONCE(now->loss, medium->loss);
	WRITE_ONCE(now->path_loss_exponent, medium->path_loss_exponent);
	WRITE_ONCE(now->sensitivity, medium->sensitivity);
	WRITE_ONCE(now->path_model, medium->path_model);
	WRITE_ONCE(now->shadowing, medium->shadowing);
	WRITE_ONCE(now->fading, medium->fading);
	WRITE_ONCE(now->rician_k, medium->rician_k);
	WRITE_ONCE(now->coherence, medium->coherence);
	WRITE_ONCE(now->noise_figure, medium->noise_figure);
	WRITE_ONCE(now->rate_control, medium->rate_control);
	WRITE_ONCE(now->airtime_fairness, medium->airtime_fairness);
	WRITE_ONCE(now->rts_threshold, medium->rts_threshold);
	WRITE_ONCE(now->model, medium->model);
	vwifi_medium_touch(air);
	if (now->seed != medium->seed || medium->restart) {
		WRITE_ONCE(now->seed, medium->seed);
		WRITE_ONCE(now->since, ktime_get_ns());
		for (; (radio = vwifi_radio_next(&id)); id++) {
			struct vwifi_pair *pair;

			if (radio->air != air)
				continue;
			vwifi_draws_reset(radio->draws);
			list_for_each_entry(pair, &radio->pairs_in, in)
				vwifi_draws_reset(pair->draws);
		}
	}
	mutex_unlock(&vwifi_pairs_lock);
}
