// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

// ClassificationLevelText is what a person writes about a level.
type ClassificationLevelText struct {
	// Name is required.
	Name string
	// Definition and Guideline may be empty.
	Definition, Guideline string
	// Color is left to Atlassian if it is empty.
	Color string
}

// changesLevels is a documented operation that changes levels. Atlassian accepts the change, and makes it later.
func changesLevels(id, method, path string, repeat Repeatability) Operation {
	return documented(Operation{
		ID: id, Method: method, Path: levelsPath + path,
		Scope: "write:classification-levels:admin", Source: levelsPage, Meanings: levelMeanings,
		Repeat: repeat, Success: http.StatusAccepted, Empty: id != "createLevel",
	})
}

var createLevel = changesLevels("createLevel", http.MethodPost, "", Once)

// CreateClassificationLevel makes a draft. The operation is experimental.
//
// POST /admin/dlp/v1/orgs/{orgId}/classification-levels
// https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/
func (c *Client) CreateClassificationLevel(ctx context.Context, organizationID string, text ClassificationLevelText) (ClassificationLevel, error) {
	body := struct {
		Name       string `json:"name"`
		Definition string `json:"definition,omitempty"`
		Guideline  string `json:"guideline,omitempty"`
		Color      string `json:"color,omitempty"`
	}(text)
	var wire wireLevel
	if err := c.do(ctx, request{operation: createLevel, elements: []string{organizationID}, body: body}, &wire); err != nil {
		return ClassificationLevel{}, err
	}
	return wire.level(), nil
}

var editLevel = changesLevels("editLevel", http.MethodPut, "/{levelId}", Idempotent)

// EditClassificationLevel replaces the texts of a level. It always sends both texts, because it is not documented whether a text that is not
// sent stays. Unverified, and isolated here: the body, which is that of a creation. The operation is experimental.
//
// PUT /admin/dlp/v1/orgs/{orgId}/classification-levels/{levelId}
// https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/
func (c *Client) EditClassificationLevel(ctx context.Context, organizationID, levelID string, text ClassificationLevelText) error {
	body := struct {
		Name       string `json:"name"`
		Definition string `json:"definition"`
		Guideline  string `json:"guideline"`
		Color      string `json:"color,omitempty"`
	}(text)
	return c.do(ctx, request{operation: editLevel, elements: []string{organizationID, levelID}, body: body}, nil)
}

// levelIDs is a body that names several levels, levelID one that names a single level.
type (
	levelIDs struct {
		LevelIDs []string `json:"levelIds"`
	}
	levelID struct {
		LevelID string `json:"levelId"`
	}
)

var publishLevels = changesLevels("publishLevels", http.MethodPost, "/publish", Idempotent)

// PublishClassificationLevels publishes drafts. The operation is experimental.
//
// POST /admin/dlp/v1/orgs/{orgId}/classification-levels/publish
// https://developer.atlassian.com/cloud/admin/cookbook-classifications
func (c *Client) PublishClassificationLevels(ctx context.Context, organizationID string, ids []string) error {
	return c.do(ctx, request{operation: publishLevels, elements: []string{organizationID}, body: levelIDs{ids}}, nil)
}

// It is not documented what Atlassian answers for a level that is archived already. So the client sends this once, and the caller reads to
// settle a lost answer.
var archiveLevel = changesLevels("archiveLevel", http.MethodPost, "/archive", Once)

// ArchiveClassificationLevel archives a level: content that has it becomes unclassified, until the level is restored and published again. A
// level cannot be deleted. Unverified, and isolated here: the body. The operation is experimental.
//
// POST /admin/dlp/v1/orgs/{orgId}/classification-levels/archive
// https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/
func (c *Client) ArchiveClassificationLevel(ctx context.Context, organizationID, id string) error {
	return c.do(ctx, request{operation: archiveLevel, elements: []string{organizationID}, body: levelID{id}}, nil)
}

// As [archiveLevel].
var restoreLevel = changesLevels("restoreLevel", http.MethodPost, "/restore", Once)

// RestoreClassificationLevel makes an archived level a draft. Unverified, and isolated here: the body. The operation is experimental.
//
// POST /admin/dlp/v1/orgs/{orgId}/classification-levels/restore
// https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/
func (c *Client) RestoreClassificationLevel(ctx context.Context, organizationID, id string) error {
	return c.do(ctx, request{operation: restoreLevel, elements: []string{organizationID}, body: levelID{id}}, nil)
}

var reorderLevels = changesLevels("reorderLevels", http.MethodPost, "/reorder", Idempotent)

// ReorderClassificationLevels puts the levels into an order, the most sensitive one first. Unverified, and isolated here: the body, and
// whether it must have all levels. The operation is experimental.
//
// POST /admin/dlp/v1/orgs/{orgId}/classification-levels/reorder
// https://developer.atlassian.com/cloud/admin/dlp/rest/api-group-classification-level/
func (c *Client) ReorderClassificationLevels(ctx context.Context, organizationID string, ids []string) error {
	return c.do(ctx, request{operation: reorderLevels, elements: []string{organizationID}, body: levelIDs{ids}}, nil)
}
