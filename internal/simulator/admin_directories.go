// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
)

var directoryParameters = []parameter{
	{name: "accountId"},
	{name: "directoryIds", kind: kindTexts, minItems: 1, maximum: 10},
	{name: "searchTerm"},
	{name: "cursor"},
	limitOf100,
}

type wireDirectory struct {
	DirectoryID string `json:"directoryId"`
	Icon        string `json:"icon"`
	Name        string `json:"name"`
}

// directoryOperations are the operations about directories.
func directoryOperations(w *World) []*operation {
	return []*operation{
		{
			method: "GET", path: pathOrgV2 + "/directories",
			scope: "read:directories:admin",
			query: directoryParameters, serve: within(w, (*call).listDirectories, unnamedOrg(codeInvalidResource, "Invalid resource")),
			family: familyV2,
			lists:  true, live: livePage(nil),
		},
	}
}

func (c *call) listDirectories() answer {
	at, err := c.page(20)
	if err != nil {
		return c.invalidCursor()
	}

	filter, err := decode[struct {
		AccountID    *string  `json:"accountId"`
		DirectoryIDs []string `json:"directoryIds"`
		SearchTerm   string   `json:"searchTerm"`
	}](at.Query)
	if err != nil {
		return c.invalidCursor()
	}

	found := []wireDirectory{}
	keys := map[string]string{}

	for i, directory := range c.state.directories {
		if filter.AccountID != nil {
			account, ok := c.state.byAccount[*filter.AccountID]
			if !ok || !slices.Contains(account.directories, directory.ID) {
				continue
			}
		}

		if filter.DirectoryIDs != nil && !slices.Contains(filter.DirectoryIDs, directory.ID) || !containsFold(directory.Name, filter.SearchTerm) {
			continue
		}

		keys[directory.ID] = sequenceKey(i)
		found = append(found, wireDirectory{
			DirectoryID: directory.ID, Icon: "https://icons.simulated.example/" + directory.ID + ".png", Name: directory.Name,
		})
	}

	page, next := slicePage(found, func(d wireDirectory) string { return keys[d.DirectoryID] }, at)

	return succeed(wirePage[wireDirectory]{Data: page, Links: cursorLinks(at, next)})
}
