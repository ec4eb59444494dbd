module vwifi

go 1.18
