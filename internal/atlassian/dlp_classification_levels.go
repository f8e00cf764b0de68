// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

const levelsPage = "https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/"

const levelsPath = "/admin/dlp/v1/orgs/{orgId}/classification-levels"

// ClassificationLevel says how sensitive data is.
type ClassificationLevel struct {
	// ID is an ARI.
	ID string
	// Name may be empty.
	Name string
	// Definition and Guideline are texts for people. They are empty if the answer does not have them.
	Definition, Guideline string
	// Color is a word such as "RED", the only one that Atlassian shows. It is empty if the answer does not say.
	Color string
	// Sensitivity is the place in the order of levels. It is nil if the answer does not say. Unverified: 1 is the most sensitive level.
	Sensitivity *int
	// Status is "DRAFT", "PUBLISHED" or "ARCHIVED". It is empty if the answer does not say. An older example of Atlassian has "Published".
	Status string
}

type wireLevel struct {
	LevelID     string      `json:"levelId"`
	Name        looseString `json:"name"`
	Definition  looseString `json:"definition"`
	Guideline   looseString `json:"guideline"`
	Color       looseString `json:"color"`
	Sensitivity *int        `json:"sensitivity"`
	Status      looseString `json:"status"`
}

func (w *wireLevel) level() ClassificationLevel {
	return ClassificationLevel{
		ID: w.LevelID, Name: string(w.Name), Definition: string(w.Definition), Guideline: string(w.Guideline),
		Color: string(w.Color), Sensitivity: w.Sensitivity, Status: string(w.Status),
	}
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

// levelMeanings are the documented sentences of all operations on levels.
var levelMeanings = map[int]string{http.StatusPaymentRequired: "The organization does not have this paid feature enabled"}

var getLevelList = documented(Operation{
	ID: "getLevelList", Method: http.MethodGet, Path: levelsPath,
	Scope: "read:classification-levels:admin", Source: levelsPage,
	Meanings: levelMeanings,
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
		levels[i] = level.level()
	}
	return levels, nil
}

var getLevel = documented(Operation{
	ID: "getLevel", Method: http.MethodGet, Path: levelsPath + "/{levelId}",
	Scope: "read:classification-levels:admin", Source: levelsPage, Meanings: levelMeanings,
})

// ClassificationLevel reads a level. The operation is experimental. Unverified: that a level that does not exist is a 404.
//
// GET /admin/dlp/v1/orgs/{orgId}/classification-levels/{levelId}
// https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/
func (c *Client) ClassificationLevel(ctx context.Context, organizationID, levelID string) (ClassificationLevel, error) {
	var wire wireLevel
	if err := c.do(ctx, request{operation: getLevel, elements: []string{organizationID, levelID}}, &wire); err != nil {
		return ClassificationLevel{}, err
	}
	return wire.level(), nil
}
