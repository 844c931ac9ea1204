// Does on golang.org/x/crypto/ssh what programs of appleboy do on it, where these cannot be installed. Called `drone-ssh` or
// `drone-scp`, it takes their variables and does what they do. By any other name it logs in, as drone-ssh does, and runs
// `true`. Errors are those of the library, which drone-ssh and drone-scp pass on as they are.
package main

import (
	"errors"
	"flag"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

func main() {
	var err error
	switch filepath.Base(os.Args[0]) {
	case "drone-ssh":
		err = droneSSH()
	case "drone-scp":
		err = droneSCP()
	default:
		err = logIn()
	}
	if err == nil {
		return
	}
	log.Print(err)
	// Of a program that ran here: tar.
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		os.Exit(ended.ExitCode())
	}
	os.Exit(1)
}

// logIn takes a login from the command line and runs `true`.
func logIn() error {
	to := route{target: login{timeout: 8 * time.Second}}
	target := &to.target
	flag.StringVar(&target.host, "host", "", "")
	flag.StringVar(&target.port, "port", "22", "")
	flag.StringVar(&target.user, "username", "root", "")
	flag.StringVar(&target.protocol, "protocol", "tcp", "")
	flag.StringVar(&target.password, "password", "", "")
	flag.StringVar(&target.keyPath, "key-path", "", "")
	flag.StringVar(&target.fingerprint, "fingerprint", "", "")
	flag.String("script", "", "always true")
	flag.Parse()
	return to.run("true", time.Minute, os.Stdout, os.Stderr)
}
