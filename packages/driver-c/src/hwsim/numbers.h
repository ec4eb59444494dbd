/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The family MAC80211_HWSIM: numbers of its commands, attributes and flags, as programs have
 * them. They are the kernel's, and never change.
 */
#ifndef VWIFI_HWSIM_NUMBERS_H
#define VWIFI_HWSIM_NUMBERS_H

#define VWIFI_HWSIM_FAMILY	"MAC80211_HWSIM"
#define VWIFI_HWSIM_VERSION	1
#define VWIFI_HWSIM_MCGRP	"config"

enum vwifi_hwsim_cmd {
	VWIFI_HWSIM_CMD_REGISTER = 1,
	VWIFI_HWSIM_CMD_FRAME,
	VWIFI_HWSIM_CMD_TX_INFO_FRAME,
	VWIFI_HWSIM_CMD_NEW_RADIO,
	VWIFI_HWSIM_CMD_DEL_RADIO,
	VWIFI_HWSIM_CMD_GET_RADIO,
	VWIFI_HWSIM_CMD_ADD_MAC_ADDR,
	VWIFI_HWSIM_CMD_DEL_MAC_ADDR,
	VWIFI_HWSIM_CMD_START_PMSR,
	VWIFI_HWSIM_CMD_ABORT_PMSR,
	VWIFI_HWSIM_CMD_REPORT_PMSR,
	VWIFI_HWSIM_N_CMDS
};

enum vwifi_hwsim_attr {
	VWIFI_HWSIM_A_ADDR_RECEIVER = 1,
	VWIFI_HWSIM_A_ADDR_TRANSMITTER,
	VWIFI_HWSIM_A_FRAME,
	VWIFI_HWSIM_A_FLAGS,		/* u32: VWIFI_HWSIM_TX_* */
	VWIFI_HWSIM_A_RX_RATE,		/* u32: index in the rates of the band */
	VWIFI_HWSIM_A_SIGNAL,		/* u32: dBm, as a negative number */
	VWIFI_HWSIM_A_TX_INFO,		/* four of struct vwifi_hwsim_rate */
	VWIFI_HWSIM_A_COOKIE,		/* u64 */
	VWIFI_HWSIM_A_CHANNELS,		/* u32: how many at once */
	VWIFI_HWSIM_A_RADIO_ID,		/* u32 */
	VWIFI_HWSIM_A_REG_HINT_ALPHA2,
	VWIFI_HWSIM_A_REG_CUSTOM_REG,	/* u32 */
	VWIFI_HWSIM_A_REG_STRICT_REG,
	VWIFI_HWSIM_A_SUPPORT_P2P_DEVICE,
	VWIFI_HWSIM_A_USE_CHANCTX,
	VWIFI_HWSIM_A_DESTROY_RADIO_ON_CLOSE,
	VWIFI_HWSIM_A_RADIO_NAME,	/* without a zero at its end */
	VWIFI_HWSIM_A_NO_VIF,
	VWIFI_HWSIM_A_FREQ,		/* u32: MHz */
	VWIFI_HWSIM_A_PAD,
	VWIFI_HWSIM_A_TX_INFO_FLAGS,	/* four of struct vwifi_hwsim_rate_flags */
	VWIFI_HWSIM_A_PERM_ADDR,
	VWIFI_HWSIM_A_IFTYPE_SUPPORT,	/* u32: BIT(NL80211_IFTYPE_*) */
	VWIFI_HWSIM_A_CIPHER_SUPPORT,	/* u32s: cipher suites */
	VWIFI_HWSIM_A_MLO_SUPPORT,
	VWIFI_HWSIM_A_PMSR_SUPPORT,
	VWIFI_HWSIM_A_PMSR_REQUEST,
	VWIFI_HWSIM_A_PMSR_RESULT,
	VWIFI_HWSIM_A_MULTI_RADIO,
	VWIFI_HWSIM_A_SUPPORT_NAN_DEVICE,
	VWIFI_HWSIM_A_SUPPORT_BACKGROUND_RADAR,
	VWIFI_HWSIM_N_ATTRS
};

#define VWIFI_HWSIM_A_MAX	(VWIFI_HWSIM_N_ATTRS - 1)

/* Of a frame: what its sender wants to know, and what became of it. */
#define VWIFI_HWSIM_TX_REQ_STATUS	BIT(0)
#define VWIFI_HWSIM_TX_NO_ACK		BIT(1)
#define VWIFI_HWSIM_TX_ACKED		BIT(2)

#define VWIFI_HWSIM_N_RATES	4

/* A rate that is tried, and how often; an index of -1 ends the list. */
struct vwifi_hwsim_rate {
	s8 index;
	u8 count;
} __packed;

#define VWIFI_HWSIM_RATE_MCS		BIT(3)	/* the index is one of HT */
#define VWIFI_HWSIM_RATE_40MHZ		BIT(5)
#define VWIFI_HWSIM_RATE_SHORT_GI	BIT(7)
#define VWIFI_HWSIM_RATE_VHT_MCS	BIT(8)	/* streams - 1 in the high four bits */
#define VWIFI_HWSIM_RATE_80MHZ		BIT(9)
#define VWIFI_HWSIM_RATE_160MHZ		BIT(10)

struct vwifi_hwsim_rate_flags {
	s8 index;
	u16 flags;
} __packed;

#endif /* VWIFI_HWSIM_NUMBERS_H */
