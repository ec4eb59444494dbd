// Made by `node packages/testbed/dist/jsonrpc/write-schema.js` of packages/testbed/src/jsonrpc/methods.ts.

package vwifi

const protocol = 1

// The parameters of each method.
var methods = map[string]string{
	"version":    "",
	"laboratory": "",
	"status":     "ping",
	"exec":       "argv node cwd env input timeoutMs",
	"ping":       "from to",
	"control":    "node command",
	"event":      "node names withinMs command",
	"log":        "node lines",
	"link":       "from to signalDbm loss delayUs jitterUs rateBps",
	"deny":       "receiver sender denied",
	"place":      "node position txPowerDbm",
	"mark":       "",
	"reset":      "",
	"sleep":      "milliseconds",
	"down":       "",
}
