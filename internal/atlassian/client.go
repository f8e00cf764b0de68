// SPDX-License-Identifier: MPL-2.0

// Package atlassian is the wire: one method per documented operation of Atlassian's admin API, HTTP in, Go values out.
//
// It retries what is safe to retry, slows down when Atlassian asks for it, and turns every form of refusal into one
// type of error. It decides nothing: what a refusal means, and whether a lost write is sent again, is for its caller.
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
	"time"
)

// Config says where the API is, who asks, and how patient the client is. The zero value of every duration and limit is
// a sensible default.
type Config struct {
	// BaseURL is where the API is, "https://api.atlassian.com". Plain http is accepted for loopback addresses only.
	BaseURL string
	// APIKey is an organization API key.
	APIKey string
	// UserEmail and UserAPIToken are a person's address and API token, for the operations that take no organization API
	// key. Both may be empty: then these operations fail with [ErrNoUserToken].
	UserEmail, UserAPIToken string
	// MarketplaceURL is where the public Marketplace is. Default "https://marketplace.atlassian.com", but BaseURL where
	// that is not Atlassian's, as with a simulator.
	MarketplaceURL string
	// UserAgent names who asks.
	UserAgent string
	// MaxRetries is how often a request is tried again after the first try failed for a passing reason. Being asked to
	// slow down does not count.
	MaxRetries int
	// RequestTimeout bounds one try, its body included. Default one minute.
	RequestTimeout time.Duration
	// RetryWaitMin and RetryWaitMax bound the pause before another try. Default half a second and 20 seconds.
	RetryWaitMin, RetryWaitMax time.Duration
	// MaxRateLimitWait is the longest that Atlassian may ask to wait at once; beyond it a request fails. Default 5 minutes.
	MaxRateLimitWait time.Duration
	// MaxConnections is how many idle connections are kept. Default 32.
	MaxConnections int
	// Transport replaces the client's own transport.
	Transport http.RoundTripper
	// Log receives a message for every try; nil is silent.
	Log func(ctx context.Context, level slog.Level, message string, fields map[string]any)
	// InFlight, unless nil, is called when an operation begins. The function that it returns is called when the operation has ended.
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

// Client calls the API as an organization, and as a person where it was given one's token. It is safe for concurrent use.
type Client struct {
	base, marketplace *url.URL
	askers            map[Credential]*asker
	secrets           secrets
	cfg               Config // without its secrets
	transport         http.RoundTripper
	// random is a duration between zero and the one it is given.
	random func(time.Duration) time.Duration
}

// Format prints a client as the place that it calls, whatever the verb.
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
		c.transport = newTransport(cfg.MaxConnections)
	}
	return c, nil
}

// parseBase accepts https anywhere and http on loopback, with nothing in the URL that a key could be sent astray by.
func parseBase(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	if err != nil {
		if inURL, ok := errors.AsType[*url.Error](err); ok {
			err = inURL.Err // the URL itself may hold a password
		}
		return nil, fmt.Errorf("the base URL is not a URL: %w", err)
	}
	switch {
	case base.User != nil || base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return nil, errors.New("the base URL must hold nothing but scheme, host and path")
	case base.Hostname() == "":
		return nil, fmt.Errorf("the base URL %q names no host: write it like https://api.atlassian.com", text)
	case base.Scheme == "https", base.Scheme == "http" && isLoopback(base.Hostname()):
		return base, nil
	case base.Scheme == "http":
		return nil, fmt.Errorf("the base URL %q would send the API key unencrypted: http is accepted for loopback addresses only", text)
	}
	return nil, fmt.Errorf("the base URL %q must begin with https://", text)
}

// marketplaceFor is where the public Marketplace is for those who ask Atlassian. Everybody else asks whom they ask anyway.
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
