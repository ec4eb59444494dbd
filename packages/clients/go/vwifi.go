// Package vwifi is a client of the vwifi testbed: whole Wi-Fi networks for tests, without a radio and without root. The
// testbed's daemon speaks JSON-RPC 2.0 on a Unix socket, a message a line.
package vwifi

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

const lookAgain = 50 * time.Millisecond

// Error is what the testbed refuses: one line, a stable code, and what to do.
type Error struct {
	Message string
	Code    string
	Hint    string
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + e.Hint + ")"
}

// Lab is a running laboratory.
type Lab struct {
	Name   string
	holder *exec.Cmd
	input  io.Closer
	conn   net.Conn
	lines  *bufio.Reader
	mutex  sync.Mutex // of the connection: one request at a time
	number int
}

// Up makes the laboratory of a file, or with "" the default one. It ends with Close, and with this process, however that
// ends. The command that starts the testbed is `npx testbed`, or what VWIFI_TESTBED in the environment says.
func Up(file string) (*Lab, error) {
	command := os.Getenv("VWIFI_TESTBED")
	if command == "" {
		command = "npx testbed"
	}
	words := strings.Fields(command)
	words = append(words, "up")
	if file != "" {
		words = append(words, file)
	}
	words = append(words, "--hold", "--name", fmt.Sprintf("go-%d-%x", os.Getpid(), time.Now().UnixNano()&0xffffff))
	holder := exec.Command(words[0], words[1:]...)
	var complaint strings.Builder
	holder.Stderr = &complaint
	input, err := holder.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := holder.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := holder.Start(); err != nil {
		return nil, err
	}
	var place struct{ Socket string }
	line, err := bufio.NewReader(output).ReadBytes('\n')
	if err != nil || json.Unmarshal(line, &place) != nil {
		input.Close()
		holder.Wait()
		return nil, &Error{Message: strings.TrimSpace(complaint.String()), Code: "UP_FAILED"}
	}
	lab, err := Attach(place.Socket)
	if err != nil {
		input.Close()
		holder.Wait()
		return nil, err
	}
	lab.holder, lab.input = holder, input
	return lab, nil
}

// Attach connects to the socket of a laboratory that is up.
func Attach(socket string) (*Lab, error) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, err
	}
	lab := &Lab{conn: conn, lines: bufio.NewReader(conn)}
	var version struct {
		Protocol   int
		Laboratory string
	}
	if err := lab.Call("version", nil, &version); err != nil {
		conn.Close()
		return nil, err
	}
	if version.Protocol != protocol {
		conn.Close()
		return nil, fmt.Errorf("the testbed speaks version %d of the protocol, this client version %d", version.Protocol, protocol)
	}
	lab.Name = version.Laboratory
	return lab, nil
}

// Close lets go of the laboratory; one that Up has made ends.
func (l *Lab) Close() error {
	err := l.conn.Close()
	if l.holder != nil {
		l.input.Close()
		return l.holder.Wait()
	}
	return err
}

// Call calls a method of the daemon; docs/clients.md has them all. The result goes into `result`, unless that is nil.
func (l *Lab) Call(method string, params map[string]any, result any) error {
	known, there := methods[method]
	if !there {
		return fmt.Errorf("there is no method %s", method)
	}
	for name := range params {
		if !strings.Contains(" "+known+" ", " "+name+" ") {
			return fmt.Errorf("%s has no parameter %s; it has: %s", method, name, known)
		}
	}
	if params == nil {
		params = map[string]any{}
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.number++
	request := map[string]any{"jsonrpc": "2.0", "id": l.number, "method": method, "params": params}
	if err := json.NewEncoder(l.conn).Encode(request); err != nil {
		return err
	}
	line, err := l.lines.ReadBytes('\n')
	if err != nil {
		return &Error{Message: method + ": the laboratory is gone", Code: "LAB_GONE"}
	}
	var reply struct {
		Result json.RawMessage
		Error  *struct {
			Message string
			Data    struct{ Code, Hint string }
		}
	}
	if err := json.Unmarshal(line, &reply); err != nil {
		return err
	}
	if reply.Error != nil {
		return &Error{reply.Error.Message, reply.Error.Data.Code, reply.Error.Data.Hint}
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(reply.Result, result)
}

// Mark remembers how the laboratory stands; Reset puts the air, the access points and the stations back to that.
func (l *Lab) Mark() error  { return l.Call("mark", nil, nil) }
func (l *Lab) Reset() error { return l.Call("reset", nil, nil) }

// Deny has the receiver drop data of the sender, or not any more.
func (l *Lab) Deny(receiver, sender string, denied bool) error {
	return l.Call("deny", map[string]any{"receiver": receiver, "sender": sender, "denied": denied}, nil)
}

// Link says what is special from one node to another from now on: signalDbm, loss, delayUs, jitterUs, rateBps.
func (l *Lab) Link(from, to string, settings map[string]any) error {
	params := map[string]any{"from": from, "to": to}
	for name, value := range settings {
		params[name] = value
	}
	return l.Call("link", params, nil)
}

// Node is a node by its name.
func (l *Lab) Node(name string) Node { return Node{l, name} }

// Node is one node of a laboratory.
type Node struct {
	lab  *Lab
	Name string
}

// Result is how a command ended, and what it printed.
type Result struct {
	Status         int
	Stdout, Stderr string
}

// Exec runs a command on the node to its end. A status other than 0 is a result.
func (n Node) Exec(argv ...string) (Result, error) {
	var result Result
	err := n.lab.Call("exec", map[string]any{"node": n.Name, "argv": argv}, &result)
	return result, err
}

// Control sends a command to the node's hostapd or wpa_supplicant and returns the reply.
func (n Node) Control(command string) (string, error) {
	var reply string
	err := n.lab.Call("control", map[string]any{"node": n.Name, "command": command}, &reply)
	return reply, err
}

// Log is the last lines of what its daemon says.
func (n Node) Log() ([]string, error) {
	var lines []string
	err := n.lab.Call("log", map[string]any{"node": n.Name}, &lines)
	return lines, err
}

// Reaches waits until the other node answers a ping; the error says that it did not, and what the daemon said last.
func (n Node) Reaches(other string, within time.Duration) error {
	return n.wait("reach "+other, within, func() (bool, error) {
		var answer struct{ Ok bool }
		err := n.lab.Call("ping", map[string]any{"from": n.Name, "to": other}, &answer)
		return answer.Ok, err
	})
}

// Connected waits until the station may send data.
func (n Node) Connected(within time.Duration) error {
	return n.wait("be connected", within, func() (bool, error) {
		var status struct {
			Nodes []struct {
				Name      string
				Connected bool
			}
		}
		if err := n.lab.Call("status", nil, &status); err != nil {
			return false, err
		}
		for _, each := range status.Nodes {
			if each.Name == n.Name {
				return each.Connected, nil
			}
		}
		return false, errors.New("there is no node " + n.Name)
	})
}

func (n Node) wait(what string, within time.Duration, look func() (bool, error)) error {
	for until := time.Now().Add(within); ; time.Sleep(lookAgain) {
		so, err := look()
		if so || err != nil {
			return err
		}
		if time.Now().After(until) {
			lines, _ := n.Log()
			return fmt.Errorf("%s did not %s within %v; its daemon said last:\n%s", n.Name, what, within, strings.Join(lines, "\n"))
		}
	}
}
