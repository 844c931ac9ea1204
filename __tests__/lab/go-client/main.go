// Logs in by golang.org/x/crypto/ssh as appleboy/drone-ssh does, runs `true`, and ends with the error as drone-ssh prints
// it. It stands in for drone-ssh where that cannot be installed: the words are those of the library, which drone-ssh
// passes on as they are.
package main

import (
	"errors"
	"flag"
	"log"
	"net"
	"os"
	"time"

	"golang.org/x/crypto/ssh"
)

func main() {
	host := flag.String("host", "", "")
	port := flag.String("port", "22", "")
	user := flag.String("username", "root", "")
	protocol := flag.String("protocol", "tcp", "")
	password := flag.String("password", "", "")
	keyPath := flag.String("key-path", "", "")
	fingerprint := flag.String("fingerprint", "", "")
	flag.String("script", "", "always true")
	flag.Parse()
	config := &ssh.ClientConfig{User: *user, Timeout: 8 * time.Second, HostKeyCallback: ssh.InsecureIgnoreHostKey()}
	if *password != "" {
		config.Auth = append(config.Auth, ssh.Password(*password))
	}
	if *keyPath != "" {
		// Like drone-ssh, it tells of a key that it cannot read and goes on without it.
		if signer, err := readKey(*keyPath); err != nil {
			log.Printf("ssh.ParsePrivateKey: %v", err)
		} else {
			config.Auth = append(config.Auth, ssh.PublicKeys(signer))
		}
	}
	if *fingerprint != "" {
		config.HostKeyCallback = func(_ string, _ net.Addr, key ssh.PublicKey) error {
			if ssh.FingerprintSHA256(key) != *fingerprint {
				return errors.New("ssh: host key fingerprint mismatch")
			}
			return nil
		}
	}
	client, err := ssh.Dial(*protocol, net.JoinHostPort(*host, *port), config)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		log.Fatal(err)
	}
	session.Stdout, session.Stderr = os.Stdout, os.Stderr
	if err := session.Run("true"); err != nil {
		log.Fatal(err)
	}
}

func readKey(path string) (ssh.Signer, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ssh.ParsePrivateKey(text)
}
