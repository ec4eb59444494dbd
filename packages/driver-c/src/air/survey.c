// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How long each channel of an air has been busy, for the survey (dcf/ledger.c): with
 * beacons that nobody contends for, with what radios sent that have gone, and with noise.
 */
#include "air.h"

#define VWIFI_BEACON_AIRTIME_US	1000	/* some 120 octets at 1 Mbit/s */

static u64 vwifi_survey_since;		/* ns, boot time; set at load */

void vwifi_survey_init(void)
{
	vwifi_survey_since = ktime_get_boottime_ns();
}

static atomic64_t *vwifi_survey_of(struct vwifi_air *air, u16 freq)
{
	unsigned int index = freq / VWIFI_SURVEY_STEP - VWIFI_SURVEY_FIRST;

	return index < VWIFI_SURVEY_N ? &air->survey[index] : NULL;
}

/*
 * For so many microseconds somebody has sent a beacon every @interval_us on a
 * channel, whether it was heard or not. Any context.
 */
void vwifi_survey_beacons(struct vwifi_air *air, u16 freq, u32 us, u32 interval_us)
{
	atomic64_t *busy = vwifi_survey_of(air, freq);

	if (busy)
		atomic64_add(div_u64((u64)us * VWIFI_BEACON_AIRTIME_US, interval_us), busy);
}

/* Somebody has used a channel for so long, and is not asked any more. Any context. */
void vwifi_survey_add(struct vwifi_air *air, u16 freq, u64 us)
{
	atomic64_t *busy = vwifi_survey_of(air, freq);

	if (busy)
		atomic64_add(us, busy);
}

/* What is kept of a channel, in microseconds. */
u64 vwifi_survey_busy(struct vwifi_air *air, u16 freq)
{
	atomic64_t *busy = vwifi_survey_of(air, freq);

	return busy ? vwifi_jam_survey(air, freq, busy) : 0;
}

/* How long it has been kept, in nanoseconds. */
u64 vwifi_survey_age(void)
{
	return ktime_get_boottime_ns() - vwifi_survey_since;
}
