package main

import (
	"errors"
	"io"
	"net"
	"time"

	"golang.org/x/crypto/ssh"
)

// route is a way to a server: the login there, and the jump host in between, whose host is empty without one.
type route struct {
	target, proxy login
	// Whether commands get a terminal.
	terminal bool
}

// connect logs in, through the jump host if there is one. Closing the client closes all.
func (r route) connect() (*ssh.Client, error) {
	config, closer := r.target.config()
	defer closer.Close()
	if r.proxy.host == "" {
		return ssh.Dial(r.target.network(), r.target.address(), config)
	}
	proxyConfig, proxyCloser := r.proxy.config()
	defer proxyCloser.Close()
	proxy, err := ssh.Dial(r.proxy.network(), r.proxy.address(), proxyConfig)
	if err != nil {
		return nil, err
	}
	conn, err := r.dialThrough(proxy)
	if err != nil {
		proxy.Close()
		return nil, err
	}
	inner, channels, requests, err := ssh.NewClientConn(conn, r.target.address(), config)
	if err != nil {
		proxy.Close()
		return nil, err
	}
	client := ssh.NewClient(inner, channels, requests)
	go func() {
		client.Wait()
		proxy.Close()
	}()
	return client, nil
}

// dialThrough lets a jump host open the connection to the target, for as long as the timeout of the target says, or 60 s.
func (r route) dialThrough(proxy *ssh.Client) (net.Conn, error) {
	timeout := r.target.timeout
	if timeout == 0 {
		timeout = time.Minute
	}
	late := time.AfterFunc(timeout, func() { proxy.Close() })
	conn, err := proxy.Dial(r.target.network(), r.target.address())
	if !late.Stop() {
		return nil, errors.New("proxy dial timeout: context deadline exceeded")
	}
	return conn, err
}

// run makes a connection of its own for one command. Its error is that of the connection, of the exit code, or of the time.
func (r route) run(command string, limit time.Duration, stdout, stderr io.Writer) error {
	session, err := r.open()
	if err != nil {
		return err
	}
	defer session.Close()
	session.Stdout, session.Stderr = stdout, stderr
	if err := session.Start(command); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- session.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(limit):
		return errors.New("Run Command Timeout: context deadline exceeded")
	}
}

// connection is a session that closes its client too.
type connection struct {
	*ssh.Session
	client *ssh.Client
}

// Close ends the session and its connection.
func (c connection) Close() error {
	c.Session.Close()
	return c.client.Close()
}

// open connects and opens a session, with a terminal if commands get one.
func (r route) open() (*connection, error) {
	client, err := r.connect()
	if err != nil {
		return nil, err
	}
	session, err := client.NewSession()
	if err == nil && r.terminal {
		modes := ssh.TerminalModes{ssh.ECHO: 0, ssh.TTY_OP_ISPEED: 14400, ssh.TTY_OP_OSPEED: 14400}
		err = session.RequestPty("xterm", 80, 40, modes)
	}
	if err != nil {
		client.Close()
		return nil, err
	}
	return &connection{session, client}, nil
}
