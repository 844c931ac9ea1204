package main

import (
	"errors"
	"io"
	"log"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// login is what one server needs to let a client in.
type login struct {
	host, port, protocol, user         string
	password, key, keyPath, passphrase string
	fingerprint                        string
	ciphers                            []string
	insecureCipher                     bool
	// Bounds the dial alone: a server that accepts and says nothing is waited for. 0 is no bound.
	timeout time.Duration
}

// readLogin reads the variables of a login. They begin with `PLUGIN_`, `SSH_` and `INPUT_`, and those of a jump host, whose
// part is `PROXY_`, with `PLUGIN_PROXY_`, `PROXY_SSH_` and `INPUT_PROXY_`.
func readLogin(v *variables, part string) login {
	flag := strings.ToLower(strings.Replace(part, "_", ".", 1))
	names := func(name string) []string {
		return []string{"PLUGIN_" + part + name, part + "SSH_" + name, "INPUT_" + part + name}
	}
	secret := func(name string) []string {
		return append([]string{"PLUGIN_" + part + "SSH_" + name}, names(name)...)
	}
	one := login{
		user: v.text("root", "PLUGIN_"+part+"USERNAME", "PLUGIN_"+part+"USER", part+"SSH_USERNAME",
			"INPUT_"+part+"USERNAME"),
		protocol:   v.text("tcp", "PLUGIN_"+part+"PROTOCOL", "SSH_"+part+"PROTOCOL", "INPUT_"+part+"PROTOCOL"),
		password:   v.text("", names("PASSWORD")...),
		key:        v.text("", secret("KEY")...),
		keyPath:    v.text("", names("KEY_PATH")...),
		passphrase: v.text("", secret("PASSPHRASE")...),
		ciphers:    v.list(names("CIPHERS")...),
	}
	if part == "" {
		one.port = strconv.FormatInt(v.number("port", 22, names("PORT")...), 10)
		one.timeout = v.duration("timeout", 30*time.Second, names("TIMEOUT")...)
		one.fingerprint = v.text("", names("FINGERPRINT")...)
	} else {
		one.host = v.text("", names("HOST")...)
		one.port = v.text("22", names("PORT")...)
		one.timeout = v.duration("proxy.timeout", 0, names("TIMEOUT")...)
		one.fingerprint = v.text("", "PLUGIN_PROXY_FINGERPRINT", "PROXY_SSH_FINGERPRINT", "PROXY_FINGERPRINT",
			"INPUT_PROXY_FINGERPRINT")
	}
	one.insecureCipher = v.isSet(flag+"useInsecureCipher", names("USE_INSECURE_CIPHER")...)
	return one
}

// hasSecret tells whether there is anything to log in with; whether it can be used is seen later.
func (l login) hasSecret() bool {
	return l.key != "" || l.password != "" || l.keyPath != ""
}

// at gives the login at an item of the list of hosts. `host:port` is taken apart at its colons, but not for tcp6, so an
// IPv6 address loses all after its second colon.
func (l login) at(host string) login {
	l.host = host
	parts := strings.Split(host, ":")
	if len(parts) > 1 && (l.protocol == "tcp" || l.protocol == "tcp4") {
		l.host, l.port = parts[0], parts[1]
	}
	return l
}

// address is the place to dial.
func (l login) address() string {
	return net.JoinHostPort(l.host, l.port)
}

// network is the protocol to dial with, tcp when it is empty.
func (l login) network() string {
	if l.protocol == "" {
		return "tcp"
	}
	return l.protocol
}

// config gives the settings of the library and what is to be closed after the login. A key that cannot be read is told of
// and left out.
func (l login) config() (*ssh.ClientConfig, io.Closer) {
	config := &ssh.ClientConfig{User: l.user, Timeout: l.timeout, HostKeyCallback: l.checkHostKey}
	if l.password != "" {
		config.Auth = append(config.Auth, ssh.Password(l.password))
	}
	if l.keyPath != "" {
		text, err := os.ReadFile(l.keyPath)
		if err == nil {
			err = l.addKey(config, text)
		}
		if err != nil {
			log.Printf("getKeyFile error: %v", err)
		}
	}
	if l.key != "" {
		if err := l.addKey(config, []byte(l.key)); err != nil {
			log.Printf("ssh.ParsePrivateKey: %v", err)
		}
	}
	var closer io.Closer = io.NopCloser(nil)
	if socket, err := net.Dial("unix", os.Getenv("SSH_AUTH_SOCK")); err == nil {
		closer = socket
		config.Auth = append(config.Auth, ssh.PublicKeysCallback(agent.NewClient(socket).Signers))
	}
	if l.insecureCipher {
		config.SetDefaults()
		config.Ciphers = append(config.Ciphers, "aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc")
		config.KeyExchanges = append(config.KeyExchanges,
			"diffie-hellman-group-exchange-sha1", "diffie-hellman-group-exchange-sha256")
	}
	config.Ciphers = append(config.Ciphers, l.ciphers...)
	return config, closer
}

// addKey lets the login offer a private key. With a passphrase, a key that has none is an error.
func (l login) addKey(config *ssh.ClientConfig, text []byte) error {
	var signer ssh.Signer
	var err error
	if l.passphrase == "" {
		signer, err = ssh.ParsePrivateKey(text)
	} else {
		signer, err = ssh.ParsePrivateKeyWithPassphrase(text, []byte(l.passphrase))
	}
	if err == nil {
		config.Auth = append(config.Auth, ssh.PublicKeys(signer))
	}
	return err
}

// checkHostKey accepts every host key without a fingerprint, and with one the key that has exactly this text.
func (l login) checkHostKey(_ string, _ net.Addr, key ssh.PublicKey) error {
	if l.fingerprint != "" && ssh.FingerprintSHA256(key) != l.fingerprint {
		return errors.New("ssh: host key fingerprint mismatch")
	}
	return nil
}
