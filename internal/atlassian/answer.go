// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// answer is what an operation answers with. That something is missing in it is an error, and not an empty thing: a list
// that is not there says nothing about what exists.
type answer interface{ complete() error }

// one is the answer of operations that read a single thing.
type one[W any] struct {
	Data *W `json:"data"`
}

func (o *one[W]) complete() error {
	if o.Data == nil {
		return errors.New("it has no data")
	}
	return nil
}

// readOne reads a single thing.
func readOne[W, V any](ctx context.Context, c *Client, r request, convert func(W) V) (V, error) {
	var found one[W]
	if err := c.do(ctx, r, &found); err != nil {
		var none V
		return none, err
	}
	return convert(*found.Data), nil
}

// page is what every paged answer of the Organizations API has in common.
type page[W any] struct {
	Data  list[W] `json:"data"`
	Links struct {
		Next string `json:"next"`
	} `json:"links"`
}

func (p *page[W]) complete() error {
	if !p.Data.present {
		return errors.New("it has no data")
	}
	return nil
}

// list is a list that knows whether it was there: null counts as an empty one, nothing at all does not.
type list[W any] struct {
	items   []W
	present bool
}

// UnmarshalJSON notes that the list is there.
func (l *list[W]) UnmarshalJSON(data []byte) error {
	l.present = true
	if err := json.Unmarshal(data, &l.items); err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	return nil
}

// count is the answer of operations that count.
type count struct {
	Count *int `json:"count"`
}

func (c *count) complete() error {
	if c.Count == nil {
		return errors.New("it has no count")
	}
	return nil
}

func (c *Client) count(ctx context.Context, r request) (int, error) {
	var counted count
	if err := c.do(ctx, r, &counted); err != nil {
		return 0, err
	}
	return *counted.Count, nil
}
