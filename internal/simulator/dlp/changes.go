// SPDX-License-Identifier: MPL-2.0

package dlp

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// The fields of requests. Unverified: all but those of a creation and of
// publishing.
var (
	textFields = []wire.Parameter{{Name: "name", Required: true}, {Name: "definition"}, {Name: "guideline"}, {Name: "color"}}
	idFields   = []wire.Parameter{{Name: "levelIds", Kind: wire.KindStrings, MinItems: 1, Unique: true, Required: true}}
	idField    = []wire.Parameter{{Name: "levelId", Required: true}}
)

// change is an operation that writes.
func change(w *world.World, method, path string, body []wire.Parameter, serve func(*call) wire.Answer) *wire.Operation {
	return &wire.Operation{
		Method: method, Path: path, Scope: scopeWrite, Change: true, Body: body, Family: wire.FamilyAccess,
		Serve: within(w, serve),
	}
}

func (c *call) createLevel() wire.Answer {
	level, err := c.state.CreateLevel(c.now, c.text())
	if err != nil {
		return refuse(err)
	}

	return wire.Answer{Status: http.StatusAccepted, Body: c.wire(level, len(c.state.Levels))}
}

func (c *call) editLevel() wire.Answer {
	return accept(c.state.EditLevel(c.now, c.PathValue("levelId"), c.text()))
}

func (c *call) publishLevels() wire.Answer { return accept(c.state.PublishLevels(c.now, c.ids())) }

func (c *call) archiveLevel() wire.Answer {
	return accept(c.state.ArchiveLevel(c.now, c.Text("levelId")))
}

func (c *call) restoreLevel() wire.Answer {
	return accept(c.state.RestoreLevel(c.now, c.Text("levelId")))
}

func (c *call) reorderLevels() wire.Answer { return accept(c.state.ReorderLevels(c.now, c.ids())) }

func (c *call) text() world.LevelText {
	return world.LevelText{Name: c.Text("name"), Definition: c.Text("definition"), Guideline: c.Text("guideline"), Color: c.Text("color")}
}

func (c *call) ids() []string {
	given, err := wire.Decode[struct {
		LevelIDs []string `json:"levelIds"`
	}](c.Values)
	if err != nil {
		return nil
	}

	return given.LevelIDs
}

// accept is the answer to a change: it is made after the lag. Unverified: that the
// answer has no body.
func accept(err error) wire.Answer {
	if err != nil {
		return refuse(err)
	}

	return wire.NoBody(http.StatusAccepted)
}

// refuse is the answer to a change that cannot be made. Unverified: Atlassian
// documents the status 400, and neither its codes nor when it refuses.
func refuse(err error) wire.Answer {
	return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", err.Error())
}
