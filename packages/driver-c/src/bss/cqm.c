// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The thresholds of connection quality monitoring. The signal is the mean one: what fades
 * averages out, as it does for a radio that looks at its beacons. With the wiphy mutex
 * held; the timer only sets a bit and wakes the radio.
 */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "bss.h"

/* How a signal that will be another one by itself is looked at: so often, and so far ahead. */
#define VWIFI_CQM_STEP_NS	(100ULL * NSEC_PER_MSEC)
#define VWIFI_CQM_STEPS		600
#define VWIFI_CQM_EXACT_NS	NSEC_PER_MSEC

static void vwifi_cqm_wake(struct vwifi_vif *vif)
{
	set_bit(VWIFI_EVENT_CQM, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

static enum hrtimer_restart vwifi_cqm_timer(struct hrtimer *timer)
{
	vwifi_cqm_wake(container_of(timer, struct vwifi_vif, mlme.cqm_timer));
	return HRTIMER_NORESTART;
}

void vwifi_cqm_init(struct vwifi_vif *vif)
{
	vwifi_hrtimer_setup(&vif->mlme.cqm_timer, vwifi_cqm_timer, CLOCK_MONOTONIC,
			    HRTIMER_MODE_ABS_SOFT);
}

/* There is nothing to watch any more. */
void vwifi_cqm_stop(struct vwifi_vif *vif)
{
	hrtimer_cancel(&vif->mlme.cqm_timer);
	clear_bit(VWIFI_EVENT_CQM, &vif->events);
}

/* Whether anybody wants to be told. */
static bool vwifi_cqm_is_wanted(const struct vwifi_mlme *mlme)
{
	return READ_ONCE(mlme->cqm_threshold) || READ_ONCE(mlme->cqm_low) || READ_ONCE(mlme->cqm_high);
}

/*
 * What a signal means to who has been told of another one; 0: nothing new. Of several
 * thresholds cfg80211 hands in the two beside the signal, and the next two when we tell.
 */
static int vwifi_cqm_side(const struct vwifi_mlme *mlme, int signal)
{
	int hysteresis = mlme->cqm_hysteresis, last = mlme->cqm_last;

	if (!mlme->cqm_threshold)
		return last ? 0 : signal < mlme->cqm_low ? -1 : signal > mlme->cqm_high;
	/* Still on the same side of it. */
	if (last && (last < mlme->cqm_threshold) == (signal < mlme->cqm_threshold))
		return 0;
	if (signal < mlme->cqm_threshold && (!last || signal <= last - hysteresis))
		return -1;
	return signal > mlme->cqm_threshold && (!last || signal >= last + hysteresis);
}

/* When a signal that changes by itself will mean something, by ktime_get_ns(), or when to look again. Under RCU. */
static u64 vwifi_cqm_due(const struct vwifi_vif *vif, const struct vwifi_radio *ap, u64 now)
{
	const struct vwifi_mlme *mlme = &vif->mlme;
	u64 before = now, after = now, middle;
	unsigned int step;

	for (step = 0; step < VWIFI_CQM_STEPS; step++) {
		before = after;
		after += VWIFI_CQM_STEP_NS;
		if (vwifi_cqm_side(mlme, vwifi_link_mean(ap, vif->radio, after)))
			break;
	}
	if (step == VWIFI_CQM_STEPS)
		return after;
	while (after - before > VWIFI_CQM_EXACT_NS) {
		middle = before + (after - before) / 2;
		if (vwifi_cqm_side(mlme, vwifi_link_mean(ap, vif->radio, middle)))
			after = middle;
		else
			before = middle;
	}
	return after;
}

/* Tells user space when the access point's signal has crossed a threshold. Wiphy mutex held. */
void vwifi_cqm_check(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	u64 now = ktime_get_ns(), due = 0;
	struct vwifi_radio *ap;
	int signal = 0, side = 0;

	vwifi_cqm_stop(vif);
	if (!vwifi_cqm_is_wanted(mlme) || mlme->state != VWIFI_MLME_ASSOCIATED)
		return;
	rcu_read_lock();
	ap = vwifi_mgmt_radio(vif->radio, mlme->bssid);
	if (ap) {
		signal = vwifi_link_mean(ap, vif->radio, now);
		side = vwifi_cqm_side(mlme, signal);
		if (side)
			mlme->cqm_last = signal;
		if (vwifi_path_changes(ap, vif->radio, now))
			due = vwifi_cqm_due(vif, ap, now);
	}
	rcu_read_unlock();
	if (due)
		hrtimer_start(&mlme->cqm_timer, ns_to_ktime(due), HRTIMER_MODE_ABS_SOFT);
	if (side)
		cfg80211_cqm_rssi_notify(vif->dev, side < 0 ? NL80211_CQM_RSSI_THRESHOLD_EVENT_LOW :
				NL80211_CQM_RSSI_THRESHOLD_EVENT_HIGH, signal, GFP_KERNEL);
}

static void vwifi_cqm_set(struct vwifi_vif *vif, s32 threshold, u32 hysteresis, s32 low, s32 high)
{
	struct vwifi_mlme *mlme = &vif->mlme;

	WRITE_ONCE(mlme->cqm_threshold, threshold);
	WRITE_ONCE(mlme->cqm_low, low);
	WRITE_ONCE(mlme->cqm_high, high);
	mlme->cqm_hysteresis = hysteresis;
	mlme->cqm_last = 0;
	vwifi_cqm_wake(vif);
}

int vwifi_set_cqm_rssi_config(struct wiphy *wiphy, struct net_device *dev, s32 threshold, u32 hysteresis)
{
	vwifi_cqm_set(vwifi_vif(dev), threshold, hysteresis, 0, 0);
	return 0;
}

/* Until 6.7 cfg80211 calls this while we tell. */
int vwifi_set_cqm_rssi_range_config(struct wiphy *wiphy, struct net_device *dev, s32 low, s32 high)
{
	vwifi_cqm_set(vwifi_vif(dev), 0, 0, low, high);
	return 0;
}

static void vwifi_cqm_look(struct vwifi_vif *vif, void *context)
{
	if (vif->radio->air == context && vwifi_cqm_is_wanted(&vif->mlme))
		vwifi_cqm_wake(vif);
}

/* User space has changed what signals depend on. Process context. */
void vwifi_cqm_changed(const struct vwifi_air *air)
{
	rcu_read_lock();
	vwifi_air_each(vwifi_cqm_look, (void *)air);
	rcu_read_unlock();
}
