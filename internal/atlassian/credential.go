// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"encoding/base64"
	"errors"
	"strings"
)

// Credential says which proof of identity an operation takes.
type Credential int

const (
	// OrganizationKey is an organization API key, sent as a bearer token.
	OrganizationKey Credential = iota
	// UserToken is the API token of a person. It is sent with the address as Basic authentication.
	UserToken
	// Nobody marks operations that are public. They are on a host of their own, and the client sends no credential to it.
	Nobody
)

// ErrNoUserToken says that an operation needs the API token of a person, and the client has none.
var ErrNoUserToken = errors.New("this needs the API token of a person, and none is configured")

// asker is an identity that sends requests: the authorization that its requests carry, and the gate that parks them.
type asker struct {
	authorization secret
	gate          *gate
}

// newAskers makes the askers of a configuration, and lists its secrets.
func newAskers(cfg Config, base, marketplace string) (map[Credential]*asker, secrets) {
	askers := map[Credential]*asker{
		OrganizationKey: {authorization: newSecret("Bearer " + cfg.APIKey), gate: gateOf(base, cfg.APIKey)},
		Nobody:          {authorization: newSecret(""), gate: gateOf(marketplace, "")},
	}
	known := newSecrets(cfg.APIKey)
	if cfg.UserEmail != "" && cfg.UserAPIToken != "" {
		pair := base64.StdEncoding.EncodeToString([]byte(cfg.UserEmail + ":" + cfg.UserAPIToken))
		askers[UserToken] = &asker{authorization: newSecret("Basic " + pair), gate: gateOf(base, pair)}
		known = append(known, newSecrets(cfg.UserAPIToken, pair)...)
	}
	return askers, known
}

// askerFor returns the asker for an operation.
func (c *Client) askerFor(operation Operation) (*asker, error) {
	who, ok := c.askers[operation.Credential]
	if !ok {
		return nil, ErrNoUserToken
	}
	return who, nil
}

// checkSecret says what is wrong with a key or token. Its message contains no part of it.
func checkSecret(name, value string) error {
	if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errors.New("the " + name + " contains a space, a line break or another character that is not allowed: copy it again, without the text around it")
	}
	return nil
}
