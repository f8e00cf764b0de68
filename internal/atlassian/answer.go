// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// answer is the decoded body of an answer. If something is missing in it, complete returns an error: a missing list does not say
// that nothing exists. An item of an answer is an answer itself if one of its fields is required.
type answer interface{ complete() error }

// completeThing checks an item of an answer. Most items have no required field.
func completeThing[W any](thing *W) error {
	if said, ok := any(thing).(answer); ok {
		return said.complete()
	}
	return nil
}

// one is the answer of operations that read a single thing.
type one[W any] struct {
	Data *W `json:"data"`
}

func (o *one[W]) complete() error {
	if o.Data == nil {
		return errors.New("it has no data")
	}
	return completeThing(o.Data)
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

// page holds what all paged answers of the Organizations API have in common.
type page[W any] struct {
	Data  list[W]
	Links struct{ Next string }
	// Total is the number of items on all pages, as meta gives it. It is nil if meta does not give it.
	Total *int
	// MinItems is a lower bound for the number of items, as another count of meta gives it. It is zero if meta does not give it.
	MinItems int
}

// UnmarshalJSON finds the next page in links, or else in meta, because the audit log has it there as well. A null means that
// there is no next page.
func (p *page[W]) UnmarshalJSON(data []byte) error {
	var wire struct {
		Data  list[W] `json:"data"`
		Links struct {
			Next string `json:"next"`
		} `json:"links"`
		Meta json.RawMessage `json:"meta"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return fmt.Errorf("reading a page: %w", err)
	}
	var meta struct {
		Next  looseString     `json:"next"`
		Total json.RawMessage `json:"total"`
		// Unverified: live answers of the audit log have it, as the number of items of the page. It may be the number of all
		// items.
		Count looseString `json:"count"`
	}
	if len(wire.Meta) > 0 {
		_ = json.Unmarshal(wire.Meta, &meta) // a meta of another form has no next page
	}
	p.Data, p.Links.Next, p.Total = wire.Data, wire.Links.Next, nil
	var total int
	if !isNull(meta.Total) && json.Unmarshal(meta.Total, &total) == nil { // a total of another form is no count
		p.Total = &total
	}
	if p.Links.Next == "" {
		p.Links.Next = string(meta.Next)
	}
	p.MinItems, _ = strconv.Atoi(string(meta.Count)) // another form is no count
	return nil
}

func (p *page[W]) complete() error {
	if !p.Data.present {
		return errors.New("it has no data")
	}
	for i := range p.Data.items {
		if err := completeThing(&p.Data.items[i]); err != nil {
			return fmt.Errorf("item %d of its data: %w", i+1, err)
		}
	}
	return nil
}

// list is a list that knows whether the answer has it. Null counts as missing: it does not say that the list is empty.
type list[W any] struct {
	items   []W
	present bool
}

// UnmarshalJSON records that the answer has the list.
func (l *list[W]) UnmarshalJSON(data []byte) error {
	l.present = !isNull(data)
	if err := json.Unmarshal(data, &l.items); err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	return nil
}

func isNull(data []byte) bool { return string(bytes.TrimSpace(data)) == "null" }

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
