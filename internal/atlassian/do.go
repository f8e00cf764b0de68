// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// request is what a method says about one request of its operation.
type request struct {
	operation Operation
	// elements fill the placeholders of the operation's path, in their order.
	elements []string
	query    url.Values
	// body is sent as JSON, unless it is nil.
	body any
	// refusal is the reason why the request cannot be sent. It is nil if it can.
	refusal error
}

// do carries out an operation and decodes its answer into result, unless result is nil.
func (c *Client) do(ctx context.Context, r request, result answer) error {
	who, err := c.askerFor(r.operation)
	if err != nil {
		return err // the operation does not matter for it
	}
	target, err := c.target(r)
	if err == nil {
		err = r.refusal
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.operation.ID, err)
	}
	if c.cfg.InFlight != nil {
		defer c.cfg.InFlight()()
	}
	call := c.newCall(r.operation, who)
	req, err := c.newRequest(ctx, target, r, who)
	if err != nil {
		return fmt.Errorf("%s: %w", r.operation.ID, err)
	}
	resp, err := call.retry.Do(req) //nolint:bodyclose // the call has read the body, and closed it
	if err != nil {
		return c.failed(ctx, call, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return c.refused(ctx, call, resp, call.body)
	}
	return c.accepted(call, resp, call.body, result)
}

func (c *Client) newRequest(ctx context.Context, target string, r request, who *asker) (*retryablehttp.Request, error) {
	var body any
	if r.body != nil {
		var encoded bytes.Buffer
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(r.body); err != nil {
			return nil, fmt.Errorf("encoding the request: %w", err)
		}
		body = bytes.TrimRight(encoded.Bytes(), "\n")
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, r.operation.Method, target, body)
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	if authorization := who.authorization.reveal(); authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	return req, nil
}

// target fills the placeholders of the operation's path. It refuses a value that would lead to another path.
func (c *Client) target(r request) (string, error) {
	var path strings.Builder
	elements := r.elements
	for part := range strings.SplitSeq(strings.TrimPrefix(r.operation.Path, "/"), "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			if len(elements) == 0 {
				return "", fmt.Errorf("no value for %s", name)
			}
			part = elements[0]
			elements = elements[1:]
			if err := checkElement(r.operation, strings.TrimSuffix(name, "}"), part); err != nil {
				return "", err
			}
			part = url.PathEscape(part)
		}
		path.WriteString("/" + part)
	}
	if r.operation.Method == http.MethodDelete && strings.HasSuffix(path.String(), "/api-tokens") {
		return "", errors.New("it would revoke the API tokens of all managed accounts, or of all of an account: that is never sent")
	}
	target := strings.TrimSuffix(c.host(r.operation).String(), "/") + path.String()
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	return target, nil
}

// host is the base URL for an operation.
func (c *Client) host(operation Operation) *url.URL {
	if operation.Credential == Nobody {
		return c.marketplace
	}
	return c.base
}

// everyDirectory means all directories that the key may manage.
const everyDirectory = "-"

// checkElement refuses values that cannot be an element of a path, because they would lead to another path or are documented not
// to work.
func checkElement(operation Operation, name, value string) error {
	switch {
	case value == "" || value == "." || value == "..":
		return fmt.Errorf("%s cannot be the %s", Quoted(value), name)
	case value == everyDirectory && name == "directoryId" && operation.Repeat != Read:
		return errors.New(`"-" stands for every directory when reading; a write needs the ID of one`)
	}
	return nil
}
