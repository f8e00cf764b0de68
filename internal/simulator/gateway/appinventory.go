// SPDX-License-Identifier: MPL-2.0

package gateway

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// Page sizes of apps and installations. Unverified, both.
const (
	appPageSize    = 20
	maxAppPageSize = 100
)

type inventoryArgs struct {
	ContextIDs []graphql.ID
	First      *int32
	After      *string
	Filters    *[]inventoryFilter
	Options    *inventoryOptions
}

type inventoryFilter struct {
	Type   string
	Values []string
}

// inventoryOptions are false if they are absent. Unverified: that, and that
// groupByBaseApp changes nothing here.
type inventoryOptions struct {
	GroupByBaseApp              *bool
	ShouldExcludeFirstPartyApps *bool
	ShouldIncludePrivateApps    *bool
}

type wireAppConnection struct {
	TotalCount *int32
	PageInfo   *wirePageInfo
	Edges      *[]*wireAppEdge
}

type wirePageInfo struct {
	HasNextPage bool
	EndCursor   *string
}

type wireAppEdge struct {
	app      *world.KnownApp
	contexts []graphql.ID
}

// AppsInstalledInContexts lists the apps that are in any of the contexts, by name.
func (*ecosystemQuery) AppsInstalledInContexts(ctx context.Context, args inventoryArgs) (*wireAppConnection, error) {
	c := callOf(ctx)
	if refusal := c.refusal(plain(args.ContextIDs)); refusal != nil {
		return nil, refusal
	}

	found, err := c.installedApps(args)
	if err != nil {
		return nil, err
	}

	slices.SortFunc(found, func(a, b *world.KnownApp) int { return cmp.Compare(placeOf(a), placeOf(b)) })

	list := gatewayList{"apps", args.ContextIDs, args.Filters, args.Options}

	page, info, err := gatewayPage(c, found, placeOf, list, args.First, args.After)
	if err != nil {
		return nil, err
	}

	edges := make([]*wireAppEdge, len(page))
	for i, found := range page {
		edges[i] = &wireAppEdge{found, args.ContextIDs}
	}

	return &wireAppConnection{TotalCount: new(int32(len(found))), PageInfo: info, Edges: &edges}, nil //nolint:gosec // no organization has so many apps
}

// placeOf is the key of an app in the list.
func placeOf(a *world.KnownApp) string { return strings.ToLower(a.Name) + "\x00" + a.ID }

func (c *call) installedApps(args inventoryArgs) ([]*world.KnownApp, error) {
	var found []*world.KnownApp

	for _, candidate := range c.state.Apps {
		if len(candidate.Within(plain(args.ContextIDs))) > 0 && args.Options.includes(candidate) {
			found = append(found, candidate)
		}
	}

	if args.Filters == nil {
		return found, nil
	}

	for _, filter := range *args.Filters {
		if filter.Type == "NAME" && len(filter.Values) != 1 {
			return nil, c.misused(fmt.Sprintf("the filter NAME takes a single value, not %d", len(filter.Values)))
		}

		found = slices.DeleteFunc(found, func(a *world.KnownApp) bool { return !filter.match(a) })
	}

	return found, nil
}

// misused refuses a query that the schema allows but its documentation does
// not.
func (c *call) misused(problem string) *gatewayError {
	c.Violate(problem)

	return badRequest(problem)
}

// match looks for a part of the name, or for one of the IDs. Unverified: a part
// is enough, and its case does not matter.
func (f inventoryFilter) match(a *world.KnownApp) bool {
	if f.Type == "NAME" {
		return wire.ContainsFold(a.Name, f.Values[0])
	}

	return slices.Contains(f.Values, a.ID)
}

func (o *inventoryOptions) includes(a *world.KnownApp) bool {
	if o == nil {
		o = &inventoryOptions{}
	}

	return (!a.FirstParty || !isTrue(o.ShouldExcludeFirstPartyApps)) && (a.Status == world.StatusPublic || isTrue(o.ShouldIncludePrivateApps))
}

func isTrue(truth *bool) bool { return truth != nil && *truth }

func plain(ids []graphql.ID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}

	return texts
}

// gatewayList identifies a list by its arguments other than the place in it.
// Cursors are valid for their own list only.
type gatewayList []any

type gatewayCursor struct {
	Of    string `json:"of"`
	After string `json:"after"`
}

// gatewayPage returns a page of a list that is sorted by key. Every page that
// is not empty has an end cursor, also the last one.
func gatewayPage[T any](c *call, items []T, key func(T) string, list gatewayList, first *int32, after *string) ([]T, *wirePageInfo, error) {
	described, err := json.Marshal(list)
	if err != nil {
		return nil, nil, err
	}

	at := gatewayCursor{Of: world.Derive("list", string(described))}
	limit := int32(appPageSize)

	if first != nil {
		limit = *first
	}

	if limit < 1 || limit > maxAppPageSize {
		return nil, nil, c.misused(fmt.Sprintf("first must be from 1 to %d, not %d", maxAppPageSize, limit))
	}

	if after != nil {
		given, ok := readGatewayCursor(*after)
		if !ok || given.Of != at.Of {
			return nil, nil, c.misused("the cursor was not given by this list")
		}

		at = given
	}

	page, next := wire.SlicePage(items, key, wire.Cursor{After: at.After, Limit: int(limit)})
	info := &wirePageInfo{HasNextPage: next != ""}

	if len(page) > 0 {
		at.After = key(page[len(page)-1])
		info.EndCursor = new(at.String())
	}

	return page, info, nil
}

func (c gatewayCursor) String() string {
	encoded, err := json.Marshal(c)
	if err != nil {
		return ""
	}

	return base64.StdEncoding.EncodeToString(encoded)
}

func readGatewayCursor(text string) (gatewayCursor, bool) {
	var read gatewayCursor

	decoded, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return read, false
	}

	return read, json.Unmarshal(decoded, &read) == nil
}

// Node is the app. Its argument must be the same contexts as those of the list.
func (e *wireAppEdge) Node(ctx context.Context, args struct{ ContextIDs []graphql.ID }) *wireApp {
	if !slices.Equal(args.ContextIDs, e.contexts) {
		callOf(ctx).Violate("node was asked for other contextIds than appsInstalledInContexts")
	}

	return &wireApp{e.app}
}
