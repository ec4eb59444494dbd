/** Multicast groups of rtnetlink (RTNLGRP_*): of links; of addresses and of routes, for IPv4 and IPv6. */
export const ROUTE_GROUPS = { links: [1], addresses: [5, 9], routes: [7, 11] } as const;
