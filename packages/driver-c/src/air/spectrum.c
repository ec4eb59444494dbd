// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How much of a transmission falls into somebody's channel: its power lies evenly over its
 * width, and a receiver takes in what lies within its own. 80+80 MHz are two pieces.
 */
#include <linux/math64.h>

#include "core/core.h"
#include "signal.h"

/* kHz. */
struct vwifi_piece {
	s32 from, to;
};

/* The pieces of a channel, two at most; returns how many. */
static unsigned int vwifi_pieces(const struct cfg80211_chan_def *chandef,
				 struct vwifi_piece piece[2])
{
	bool split = chandef->width == NL80211_CHAN_WIDTH_80P80;
	s32 half = MHZ_TO_KHZ(nl80211_chan_width_to_mhz(chandef->width)) / (split ? 4 : 2);
	s32 centre = MHZ_TO_KHZ(chandef->center_freq1) + chandef->freq1_offset;

	piece[0] = (struct vwifi_piece){ centre - half, centre + half };
	if (!split)
		return 1;
	centre = MHZ_TO_KHZ(chandef->center_freq2);
	piece[1] = (struct vwifi_piece){ centre - half, centre + half };
	return 2;
}

/**
 * vwifi_spectrum_share - which part of a transmission's power a receiver takes in
 * @sent: the channel as it is transmitted in
 * @received: the receiver's channel
 *
 * Any context.
 *
 * Return: the part, of VWIFI_SHARE_ONE.
 */
u32 vwifi_spectrum_share(const struct cfg80211_chan_def *sent,
			 const struct cfg80211_chan_def *received)
{
	struct vwifi_piece out[2], in[2];
	unsigned int n_out = vwifi_pieces(sent, out), n_in = vwifi_pieces(received, in), i, j;
	u64 whole = 0, common = 0;

	for (i = 0; i < n_out; i++) {
		whole += out[i].to - out[i].from;
		for (j = 0; j < n_in; j++)
			common += max(0, min(out[i].to, in[j].to) - max(out[i].from, in[j].from));
	}
	return whole ? div64_u64(common * VWIFI_SHARE_ONE, whole) : 0;
}

/* The same of what lies evenly over so many MHz around a frequency. */
u32 vwifi_spectrum_part(u16 freq, u16 mhz, const struct cfg80211_chan_def *received)
{
	s32 from = MHZ_TO_KHZ(freq) - MHZ_TO_KHZ(mhz) / 2, to = from + MHZ_TO_KHZ(mhz);
	struct vwifi_piece in[2];
	unsigned int n = vwifi_pieces(received, in), i;
	u64 common = 0;

	for (i = 0; i < n; i++)
		common += max(0, min(to, in[i].to) - max(from, in[i].from));
	return mhz ? div64_u64(common * VWIFI_SHARE_ONE, MHZ_TO_KHZ(mhz)) : 0;
}
