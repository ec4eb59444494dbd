// SPDX-License-Identifier: MIT OR GPL-2.0
/* The driver's arithmetic as a program: a question a line, an answer a line. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "decibel.h"
#include "propagation.h"
#include "signal.h"

static struct rate_info rate_of(const char *family, unsigned int index, unsigned int mhz)
{
	static const struct {
		const char *name;
		u16 flag;
	} families[] = {
		{ "ht", RATE_INFO_FLAGS_MCS }, { "vht", RATE_INFO_FLAGS_VHT_MCS },
		{ "he", RATE_INFO_FLAGS_HE_MCS }, { "eht", RATE_INFO_FLAGS_EHT_MCS },
	};
	struct rate_info rate = {
		.bw = mhz == 40 ? RATE_INFO_BW_40 : mhz == 80 ? RATE_INFO_BW_80 :
		      mhz == 160 ? RATE_INFO_BW_160 : mhz == 320 ? RATE_INFO_BW_320 : RATE_INFO_BW_20,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(families); i++)
		if (!strcmp(family, families[i].name)) {
			rate.flags = families[i].flag;
			rate.mcs = index;
			return rate;
		}
	rate.legacy = index;
	return rate;
}

static struct cfg80211_chan_def channel_of(unsigned int mhz, unsigned int centre, unsigned int second)
{
	struct cfg80211_chan_def chandef = {
		.width = second ? NL80211_CHAN_WIDTH_80P80 : mhz == 40 ? NL80211_CHAN_WIDTH_40 :
			 mhz == 80 ? NL80211_CHAN_WIDTH_80 : mhz == 160 ? NL80211_CHAN_WIDTH_160 :
			 NL80211_CHAN_WIDTH_20,
		.center_freq1 = centre,
		.center_freq2 = second,
	};

	return chandef;
}

/* A wall and the two ends of a signal's way: what the wall takes. */
static int walls_cdb(const int at[8])
{
	struct vwifi_walls *walls = calloc(1, sizeof(*walls) + sizeof(walls->wall[0]));
	const struct vwifi_position here = { at[4], at[5], 0 }, there = { at[6], at[7], 0 };
	int loss;

	walls->n = 1;
	walls->wall[0] = (struct vwifi_wall){ at[0], at[1], at[2], at[3], 700 };
	loss = vwifi_walls_cdb(walls, &here, &there);
	free(walls);
	return loss;
}

/* (0, 0, 0) at once, (1000, -500, 7) after 10 s, the same until 20 s, (0, 0, 7) after 30 s. */
static void track(bool repeats, u64 at)
{
	static const struct vwifi_waypoint points[] = {
		{ { 0, 0, 0 }, 0 }, { { 1000, -500, 7 }, 10000000000 },
		{ { 1000, -500, 7 }, 20000000000 }, { { 0, 0, 7 }, 30000000000 },
	};
	struct vwifi_track *track = calloc(1, sizeof(*track) + sizeof(points));
	struct vwifi_position place;

	track->since = 1000000000;
	track->repeats = repeats;
	track->n = ARRAY_SIZE(points);
	memcpy(track->point, points, sizeof(points));
	vwifi_track_at(track, at, &place);
	printf("%d %d %d %d\n", place.x, place.y, place.z, vwifi_track_moves(track, at));
	free(track);
}

int main(void)
{
	char line[200], family[8];
	unsigned int a, b, c, d, e, f;
	uint64_t value;
	int sinr, at[8];

	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, "log2 %" SCNu64, &value) == 1) {
			printf("%u\n", vwifi_log2(value));
		} else if (sscanf(line, "exp2 %d", &sinr) == 1) {
			printf("%" PRIu64 "\n", vwifi_exp2(sinr));
		} else if (sscanf(line, "cdb %" SCNu64, &value) == 1) {
			printf("%d\n", vwifi_cdb_of(value));
		} else if (sscanf(line, "aw %d", &sinr) == 1) {
			printf("%" PRIu64 "\n", vwifi_cdbm_to_aw(sinr));
		} else if (sscanf(line, "cdbm %" SCNu64, &value) == 1) {
			printf("%d\n", vwifi_aw_to_cdbm(value));
		} else if (sscanf(line, "sense %u", &a) == 1) {
			printf("%d %d\n", vwifi_carrier_sense_cdbm(a), vwifi_energy_detect_cdbm(a));
		} else if (sscanf(line, "needs %7s %u %u", family, &a, &b) == 3) {
			struct rate_info rate = rate_of(family, a, b);

			printf("%d\n", vwifi_sensitivity_cdbm(&rate));
		} else if (sscanf(line, "share %u %u %u %u %u %u", &a, &b, &c, &d, &e, &f) == 6) {
			struct cfg80211_chan_def sent = channel_of(a, b, c), received = channel_of(d, e, f);

			printf("%u\n", vwifi_spectrum_share(&sent, &received));
		} else if (sscanf(line, "loss %7s %u %u %d", family, &a, &b, &sinr) == 4) {
			struct rate_info rate = rate_of(family, a, 20);

			printf("%u\n", vwifi_error_rate(&rate, b, sinr));
		} else if (sscanf(line, "distance %" SCNu64 " %u", &value, &a) == 2) {
			printf("%d\n", vwifi_distance_cdb(value, a));
		} else if (sscanf(line, "free %" SCNu64 " %u", &value, &a) == 2) {
			printf("%d\n", vwifi_free_space_cdb(value, a));
		} else if (sscanf(line, "indoor %" SCNu64 " %u %u", &value, &a, &b) == 3) {
			printf("%d\n", vwifi_indoor_cdb(value, a, b));
		} else if (sscanf(line, "wall %d %d %d %d %d %d %d %d", &at[0], &at[1], &at[2], &at[3],
				  &at[4], &at[5], &at[6], &at[7]) == 8) {
			printf("%d\n", walls_cdb(at));
		} else if (sscanf(line, "track %u %" SCNu64, &a, &value) == 2) {
			track(a, value);
		} else if (sscanf(line, "shadow %" SCNu64 " %u %u %u", &value, &a, &b, &c) == 4) {
			printf("%d\n", vwifi_shadowing_cdb(value, a, b, c));
		} else if (sscanf(line, "fade %u %u %" SCNu64 " %u", &a, &b, &value, &c) == 4) {
			printf("%d\n", vwifi_fading_cdb(1, a, b, value, c ? vwifi_rician_k(c) : 0));
		} else {
			printf("?\n");
		}
	}
	return 0;
}
