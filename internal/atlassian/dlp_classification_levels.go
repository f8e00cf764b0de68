// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

const levelsPage = "https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/"

// ClassificationLevel says how sensitive data is.
type ClassificationLevel struct {
	// ID is an ARI.
	ID string
	// Name may be empty.
	Name string
	// Status is "DRAFT", "PUBLISHED" or "ARCHIVED". It is empty if the answer does not say. An older example of Atlassian has "Published".
	Status string
}

type wireLevel struct {
	LevelID string      `json:"levelId"`
	Name    looseString `json:"name"`
	Status  looseString `json:"status"`
}

// complete refuses a level without an ID.
func (w *wireLevel) complete() error {
	if w.LevelID == "" {
		return errors.New("a classification level has no ID")
	}
	return nil
}

// wireLevels is the list of levels. It has links, too, but Atlassian documents no way to ask for a further page.
type wireLevels struct {
	Levels list[wireLevel] `json:"levels"`
	Links  struct {
		Next looseString `json:"next"`
	} `json:"links"`
}

// complete refuses a list that says that there is more, because nothing can ask for the rest.
func (w *wireLevels) complete() error {
	if !w.Levels.present {
		return errors.New("it has no levels")
	}
	for i := range w.Levels.items {
		if err := completeThing(&w.Levels.items[i]); err != nil {
			return fmt.Errorf("item %d of its levels: %w", i+1, err)
		}
	}
	if w.Links.Next != "" {
		return errors.New("it is a part of the classification levels only, and Atlassian documents no way to read the rest")
	}
	return nil
}

var getLevelList = documented(Operation{
	ID: "getLevelList", Method: http.MethodGet, Path: "/admin/dlp/v1/orgs/{orgId}/classification-levels",
	Scope: "read:classification-levels:admin", Source: levelsPage,
	Meanings: map[int]string{http.StatusPaymentRequired: "The organization does not have this paid feature enabled"},
})

// ClassificationLevels lists the classification levels of the organization. The operation is experimental, and needs Atlassian Guard
// Premium. Unverified: whether drafts and archived levels are in the list.
//
// GET /admin/dlp/v1/orgs/{orgId}/classification-levels
// https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/
func (c *Client) ClassificationLevels(ctx context.Context, organizationID string) ([]ClassificationLevel, error) {
	var wire wireLevels
	if err := c.do(ctx, request{operation: getLevelList, elements: []string{organizationID}}, &wire); err != nil {
		return nil, err
	}
	levels := make([]ClassificationLevel, len(wire.Levels.items))
	for i, level := range wire.Levels.items {
		levels[i] = ClassificationLevel{ID: level.LevelID, Name: string(level.Name), Status: string(level.Status)}
	}
	return levels, nil
}
