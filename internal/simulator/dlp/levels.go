// SPDX-License-Identifier: MPL-2.0

package dlp

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const (
	pathLevels = "/admin/dlp/v1/orgs/{orgId}/classification-levels"
	scopeRead  = "read:classification-levels:admin"
	scopeWrite = "write:classification-levels:admin"
)

type wireLevel struct {
	LevelID     string `json:"levelId"`
	OrgID       string `json:"orgId"`
	Name        string `json:"name"`
	Definition  string `json:"definition,omitempty"`
	Guideline   string `json:"guideline,omitempty"`
	Color       string `json:"color"`
	Sensitivity int    `json:"sensitivity"`
	Status      string `json:"status"`
}

type wireLevels struct {
	Levels []wireLevel `json:"levels"`
	Links  wireLinks   `json:"links"`
}

// wireLinks are the links of the list. Atlassian documents them, and no parameter
// that a further page could be asked for with. Unverified: one page has all levels.
type wireLinks struct {
	First string `json:"first,omitempty"`
	Next  string `json:"next,omitempty"`
	Prev  string `json:"prev,omitempty"`
}

// Operations is the table of the API.
func Operations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathLevels,
			Scope: scopeRead,
			Serve: within(w, (*call).listLevels), Family: wire.FamilyAccess,
			Lists: true, ListMember: "levels", Live: liveLevels,
		},
		{
			Method: "GET", Path: pathLevels + "/{levelId}",
			Scope: scopeRead,
			Serve: within(w, (*call).getLevel), Family: wire.FamilyAccess,
			Live: func(whole any) {
				if level, ok := whole.(wire.LiveObject); ok {
					liveLevel(level)
				}
			},
		},
		change(w, "POST", pathLevels, textFields, (*call).createLevel),
		change(w, "PUT", pathLevels+"/{levelId}", textFields, (*call).editLevel),
		change(w, "POST", pathLevels+"/publish", idFields, (*call).publishLevels),
		change(w, "POST", pathLevels+"/archive", idField, (*call).archiveLevel),
		change(w, "POST", pathLevels+"/restore", idField, (*call).restoreLevel),
		change(w, "POST", pathLevels+"/reorder", idFields, (*call).reorderLevels),
	}
}

func (c *call) listLevels() wire.Answer {
	return wire.OK(wireLevels{Levels: c.levels(), Links: wireLinks{First: c.Address(c.Request.URL.Path)}})
}

func (c *call) getLevel() wire.Answer {
	id := c.PathValue("levelId")

	for _, level := range c.levels() {
		if level.LevelID == id {
			return wire.OK(level)
		}
	}

	return wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Not found", "There is no classification level "+id+" in this organization.")
}

// levels are all levels, also those that are drafts or archived. Unverified: that
// these are in the list, and that the most sensitive level has the number 1.
func (c *call) levels() []wireLevel {
	shown := c.state.LevelsShown()

	found := make([]wireLevel, len(shown))
	for i, level := range shown {
		found[i] = c.wire(level, i+1)
	}

	return found
}

func (c *call) wire(level world.ClassificationLevel, sensitivity int) wireLevel {
	return wireLevel{
		LevelID: level.ID, OrgID: c.state.ID, Name: level.Name, Definition: level.Definition, Guideline: level.Guideline,
		Color: level.Color, Sensitivity: sensitivity, Status: level.Status,
	}
}

// liveLevels gives levels the nulls that live answers of other APIs have.
// Unverified: no live answer of this one is known.
func liveLevels(whole any) {
	answer, _ := whole.(wire.LiveObject)
	if links, ok := answer["links"].(wire.LiveObject); ok {
		wire.OrNull(links, "next", "prev")
	}

	levels, _ := answer["levels"].([]any)
	for _, level := range levels {
		if level, ok := level.(wire.LiveObject); ok {
			liveLevel(level)
		}
	}
}

func liveLevel(level wire.LiveObject) {
	wire.OrNull(level, "definition", "guideline", "createdBy", "createdOn", "changedBy", "changedOn")
}
