// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Jamming. Where frames take no time, nothing whose primary channel is in a jammed part of
 * the spectrum is received; where radios contend, the noise counts with all other
 * interference, and keeps radios silent whose energy detection it reaches.
 *
 * One that is over is kept for a while: beacons that nobody had to be told of are counted
 * later, each by its own time.
 */
#include <linux/math64.h>
#include <linux/rculist.h>

#include "air.h"

#define VWIFI_JAMS_MAX		16	/* of an air */
#define VWIFI_JAM_KEPT_NS	(3ULL * NSEC_PER_SEC)

/* Around what the survey has of jams that go, so that no reader sees it grow less. */
static DEFINE_SPINLOCK(vwifi_jam_lock);

static struct cfg80211_chan_def vwifi_primary(struct ieee80211_channel *chan, u16 freq)
{
	chan->center_freq = freq;
	return (struct cfg80211_chan_def){
		.chan = chan,
		.width = NL80211_CHAN_WIDTH_20,
		.center_freq1 = freq,
	};
}

/* Whether it falls into a channel of 20 MHz. */
static bool vwifi_jam_overlaps(const struct vwifi_jam *jam, u16 freq)
{
	return 2 * abs(jam->freq - freq) < jam->width + 20;
}

static bool vwifi_jam_goes_on(const struct vwifi_jam *jam, u64 at_ns)
{
	return jam->since <= at_ns && at_ns < READ_ONCE(jam->until);
}

/* Whether somebody jams a channel at a time. */
bool vwifi_jammed_at(const struct vwifi_air *air, u16 freq, u64 at_ns)
{
	const struct vwifi_jam *jam;

	if (likely(!READ_ONCE(air->n_jams)))
		return false;
	list_for_each_entry_rcu(jam, &air->jams, list)
		if (vwifi_jam_goes_on(jam, at_ns) && vwifi_jam_overlaps(jam, freq))
			return true;
	return false;
}

/* What of it falls into a channel, in attowatts. */
u64 vwifi_jam_power(const struct vwifi_jam *jam, const struct cfg80211_chan_def *within)
{
	u32 share = vwifi_spectrum_part(jam->freq, jam->width, within);

	return share ? mul_u64_u32_shr(vwifi_cdbm_to_aw(jam->signal * 100), share, 16) : 0;
}

/* What falls into a channel of 20 MHz at a time. */
u64 vwifi_jam_power_at(const struct vwifi_air *air, u16 freq, u64 at_ns)
{
	struct ieee80211_channel chan = {};
	struct cfg80211_chan_def channel = vwifi_primary(&chan, freq);
	const struct vwifi_jam *jam;
	u64 power = 0;

	if (likely(!READ_ONCE(air->n_jams)))
		return 0;
	list_for_each_entry_rcu(jam, &air->jams, list)
		if (vwifi_jam_goes_on(jam, at_ns))
			power += vwifi_jam_power(jam, &channel);
	return power;
}

/* Until when the noise in a channel is more than what a radio takes for a busy medium; 0: it is not. */
u64 vwifi_jam_until(const struct vwifi_air *air, const struct cfg80211_chan_def *channel, u64 now)
{
	int threshold = vwifi_energy_detect_cdbm(nl80211_chan_width_to_mhz(channel->width));
	const struct vwifi_jam *jam;
	u64 until = 0, power;

	if (likely(!READ_ONCE(air->n_jams)))
		return 0;
	list_for_each_entry_rcu(jam, &air->jams, list) {
		if (!vwifi_jam_goes_on(jam, now))
			continue;
		power = vwifi_jam_power(jam, channel);
		if (power && vwifi_aw_to_cdbm(power) >= threshold)
			until = max(until, READ_ONCE(jam->until));
	}
	return until;
}

/* How long it has been there, in microseconds. */
static u64 vwifi_jam_age(const struct vwifi_jam *jam)
{
	u64 now = min(ktime_get_ns(), READ_ONCE(jam->until));

	return now > jam->since ? div_u64(now - jam->since, NSEC_PER_USEC) : 0;
}

/* What is kept of a channel, and what jams it: microseconds. */
u64 vwifi_jam_survey(struct vwifi_air *air, u16 freq, atomic64_t *kept)
{
	const struct vwifi_jam *jam;
	u64 busy;

	if (!smp_load_acquire(&air->n_jams))
		return atomic64_read(kept);
	spin_lock_bh(&vwifi_jam_lock);
	busy = atomic64_read(kept);
	list_for_each_entry(jam, &air->jams, list)
		if (vwifi_jam_overlaps(jam, freq))
			busy += vwifi_jam_age(jam);
	spin_unlock_bh(&vwifi_jam_lock);
	return busy;
}

static void vwifi_jam_remove(struct vwifi_air *air, struct vwifi_jam *jam)
{
	unsigned int i;

	spin_lock_bh(&vwifi_jam_lock);
	for (i = 0; i < VWIFI_SURVEY_N; i++) {
		u16 freq = (i + VWIFI_SURVEY_FIRST) * VWIFI_SURVEY_STEP;

		/* Below 5 GHz they are two above a multiple of five. */
		freq += freq < 5000 ? 2 : 0;
		if (vwifi_jam_overlaps(jam, freq))
			atomic64_add(vwifi_jam_age(jam), &air->survey[i]);
	}
	list_del_rcu(&jam->list);
	/* Pairs with vwifi_jam_survey(): who does not see it sees what it has left. */
	smp_store_release(&air->n_jams, air->n_jams - 1);
	spin_unlock_bh(&vwifi_jam_lock);
	vwifi_medium_touch(air);
	kfree_rcu(jam, rcu);
}

/* Those that are over go. With vwifi_pairs_lock held. */
static void vwifi_jams_prune(struct vwifi_air *air)
{
	u64 now = ktime_get_ns(), next = U64_MAX;
	struct vwifi_jam *jam, *following;

	list_for_each_entry_safe(jam, following, &air->jams, list) {
		u64 end = jam->until + VWIFI_JAM_KEPT_NS;

		if (end <= now)
			vwifi_jam_remove(air, jam);
		else
			next = min(next, end - now);
	}
	if (next != U64_MAX)
		mod_delayed_work(vwifi_wq, &air->unjam, nsecs_to_jiffies(next) + 1);
}

static void vwifi_jams_work(struct work_struct *work)
{
	struct vwifi_air *air = container_of(to_delayed_work(work), struct vwifi_air, unjam);

	mutex_lock(&vwifi_pairs_lock);
	vwifi_jams_prune(air);
	mutex_unlock(&vwifi_pairs_lock);
}

/* Begins now. Returns -ENOSPC: there are as many as there may be. */
int vwifi_jam_add(struct vwifi_air *air, const struct vwifi_jam *wanted)
{
	struct vwifi_jam *jam;

	if (air->n_jams >= VWIFI_JAMS_MAX)
		return -ENOSPC;
	jam = kmemdup(wanted, sizeof(*wanted), GFP_KERNEL);
	if (!jam)
		return -ENOMEM;
	if (!air->unjam.work.func)
		INIT_DELAYED_WORK(&air->unjam, vwifi_jams_work);
	spin_lock_bh(&vwifi_jam_lock);
	list_add_tail_rcu(&jam->list, &air->jams);
	smp_store_release(&air->n_jams, air->n_jams + 1);
	spin_unlock_bh(&vwifi_jam_lock);
	vwifi_medium_touch(air);
	vwifi_jams_prune(air);
	return 0;
}

/* Ends what goes on at a frequency, 0 for all. Returns -ENOENT: nothing does. */
int vwifi_jam_end(struct vwifi_air *air, u16 freq)
{
	u64 now = ktime_get_ns();
	struct vwifi_jam *jam;
	int err = -ENOENT;

	list_for_each_entry(jam, &air->jams, list) {
		if (jam->until <= now || (freq && jam->freq != freq))
			continue;
		WRITE_ONCE(jam->until, now);
		err = 0;
	}
	if (!err)
		vwifi_jams_prune(air);
	return err;
}

/* Nobody sends through the air any more. */
void vwifi_jams_flush(struct vwifi_air *air)
{
	struct vwifi_jam *jam, *next;

	if (air->unjam.work.func)
		cancel_delayed_work_sync(&air->unjam);
	mutex_lock(&vwifi_pairs_lock);
	list_for_each_entry_safe(jam, next, &air->jams, list)
		vwifi_jam_remove(air, jam);
	mutex_unlock(&vwifi_pairs_lock);
}
