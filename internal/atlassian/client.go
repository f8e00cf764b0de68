// SPDX-License-Identifier: MPL-2.0

// Package atlassian is the wire: one method for each documented operation of Atlassian's admin API, HTTP in, Go values out.
//
// It retries what is safe to retry, slows down when Atlassian asks for it, and turns every form of refusal into one type of
// error. It decides nothing: the caller decides what a refusal means, and whether to send a lost write again.
package atlassian

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"time"
)

// Config says where the API is, which credentials to use, and how patient the client is. The zero value of every duration and
// limit selects a sensible default.
type Config struct {
	// BaseURL is the URL of the API, "https://api.atlassian.com". Plain http is accepted for loopback addresses only.
	BaseURL string
	// APIKey is an organization API key.
	APIKey string
	// UserEmail and UserAPIToken are the address and the API token of a person, for the operations that take no organization API
	// key. Both may be empty. Then these operations fail with [ErrNoUserToken].
	UserEmail, UserAPIToken string
	// MarketplaceURL is the URL of the public Marketplace. The default is "https://marketplace.atlassian.com", or BaseURL if that
	// is not Atlassian's, as with a simulator.
	MarketplaceURL string
	// UserAgent is the name that the client gives itself.
	UserAgent string
	// MaxRetries is how often a request is tried again after a try failed for a passing reason. A request to slow down does not
	// count.
	MaxRetries int
	// RequestTimeout bounds one try, including the body of its answer. The default is one minute.
	RequestTimeout time.Duration
	// RetryWaitMin and RetryWaitMax bound the pause before another try. The defaults are half a second and 20 seconds.
	RetryWaitMin, RetryWaitMax time.Duration
	// MaxRateLimitWait is the longest pause that Atlassian may ask for at once. A request fails if Atlassian asks for more. The
	// default is 5 minutes.
	MaxRateLimitWait time.Duration
	// MaxConnections is how many idle connections the client keeps. The default is 32.
	MaxConnections int
	// Transport replaces the transport of the client.
	Transport http.RoundTripper
	// Log receives a message for every try. If it is nil, the client logs nothing.
	Log func(ctx context.Context, level slog.Level, message string, fields map[string]any)
	// InFlight, unless nil, is called when an operation begins. The function that it returns is called when the operation ends.
	InFlight func() (ended func())
}

// Format prints a configuration without its secrets, whatever the verb.
func (c Config) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "atlassian.Config{BaseURL: %q}", c.BaseURL)
}

func (c Config) orDefaults() Config {
	set := func(d *time.Duration, standard time.Duration) {
		if *d <= 0 {
			*d = standard
		}
	}
	set(&c.RequestTimeout, time.Minute)
	set(&c.RetryWaitMin, 500*time.Millisecond)
	set(&c.RetryWaitMax, 20*time.Second)
	set(&c.MaxRateLimitWait, 5*time.Minute)
	if c.MaxConnections <= 0 {
		c.MaxConnections = 32
	}
	return c
}

// Client calls the API with an organization API key, and with the API token of a person if it has one. It is safe for concurrent
// use.
type Client struct {
	base, marketplace *url.URL
	askers            map[Credential]*asker
	secrets           secrets
	cfg               Config // without its secrets
	transport         http.RoundTripper
	// random returns a duration between zero and the given one.
	random func(time.Duration) time.Duration
}

// Format prints the URL that a client calls, whatever the verb.
func (c Client) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "atlassian.Client{base: %q}", c.base)
}

// New makes a client. It sends no request.
func New(cfg Config) (*Client, error) {
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if cfg.APIKey == "" {
		return nil, errors.New("the API key is empty")
	}
	if err := errors.Join(checkSecret("API key", cfg.APIKey), checkSecret("API token", cfg.UserAPIToken)); err != nil {
		return nil, err
	}
	marketplace, err := parseBase(cmp.Or(cfg.MarketplaceURL, marketplaceFor(base)))
	if err != nil {
		return nil, err
	}
	cfg = cfg.orDefaults()
	c := &Client{base: base, marketplace: marketplace, random: jitter}
	c.askers, c.secrets = newAskers(cfg, base.String(), marketplace.String())
	cfg.APIKey, cfg.UserAPIToken = "", ""
	c.cfg = cfg

	if c.transport = cfg.Transport; c.transport == nil {
		own := newTransport(cfg.MaxConnections)
		c.transport = own
		// The idle connections outlive the client otherwise, and a process may make many clients: one each time that it is configured.
		runtime.AddCleanup(c, (*http.Transport).CloseIdleConnections, own)
	}
	return c, nil
}

// parseBase accepts https for all hosts and http for loopback. It refuses a URL with other parts, because they could send a key
// to the wrong place.
func parseBase(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	if err != nil {
		if inURL, ok := errors.AsType[*url.Error](err); ok {
			err = inURL.Err // the URL itself may hold a password
		}
		return nil, errors.New("the base URL is not a URL: " + secrets{}.excerpt(err.Error()))
	}
	switch {
	case base.User != nil || base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return nil, errors.New("the base URL must contain only scheme, host and path")
	case base.Hostname() == "":
		return nil, fmt.Errorf("the base URL %s names no host: write it like https://api.atlassian.com", Quoted(text))
	case base.Scheme == "https", base.Scheme == "http" && isLoopback(base.Hostname()):
		return base, nil
	case base.Scheme == "http":
		return nil, fmt.Errorf("the base URL %s would send the API key unencrypted: http is accepted for loopback addresses only", Quoted(text))
	}
	return nil, fmt.Errorf("the base URL %s must begin with https://", Quoted(text))
}

// marketplaceFor is the URL of the public Marketplace for clients of Atlassian. For all other base URLs it is the base URL.
func marketplaceFor(base *url.URL) string {
	if base.Hostname() == "api.atlassian.com" {
		return "https://marketplace.atlassian.com"
	}
	return base.String()
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
