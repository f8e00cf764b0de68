// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

var directoryParameters = []wire.Parameter{
	{Name: "accountId"},
	{Name: "directoryIds", Kind: wire.KindStrings, MinItems: 1, Max: 10},
	{Name: "searchTerm"},
	{Name: "cursor"},
	wire.LimitOf100,
}

type wireDirectory struct {
	DirectoryID string `json:"directoryId"`
	Icon        string `json:"icon"`
	Name        string `json:"name"`
}

// directoryOperations are the operations about directories.
func directoryOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathOrgV2 + "/directories",
			Scope: "read:directories:admin",
			Query: directoryParameters, Serve: within(w, (*call).listDirectories, undocumentedOrg(wire.CodeInvalidResource, "Invalid resource")),
			Family: wire.FamilyV2,
			Lists:  true, Live: wire.LivePage(nil),
		},
	}
}

func (c *call) listDirectories() wire.Answer {
	at, err := c.Page(20)
	if err != nil {
		return c.InvalidCursor()
	}

	filter, err := wire.Decode[struct {
		AccountID    *string  `json:"accountId"`
		DirectoryIDs []string `json:"directoryIds"`
		SearchTerm   string   `json:"searchTerm"`
	}](at.Query)
	if err != nil {
		return c.InvalidCursor()
	}

	found := []wireDirectory{}
	keys := map[string]string{}

	for i, directory := range c.state.Directories {
		if filter.AccountID != nil {
			account := c.state.ByAccount[*filter.AccountID]
			if _, member := c.state.Truth.MembershipIn(account, directory.ID); !member {
				continue
			}
		}

		if filter.DirectoryIDs != nil && !slices.Contains(filter.DirectoryIDs, directory.ID) || !wire.ContainsFold(directory.Name, filter.SearchTerm) {
			continue
		}

		keys[directory.ID] = world.SequenceKey(i)
		found = append(found, wireDirectory{
			DirectoryID: directory.ID, Icon: "https://icons.simulated.example/" + directory.ID + ".png", Name: directory.Name,
		})
	}

	page, next := wire.SlicePage(found, func(d wireDirectory) string { return keys[d.DirectoryID] }, at)

	return wire.OK(wire.Page[wireDirectory]{Data: page, Links: wire.CursorLinks(at, next)})
}
