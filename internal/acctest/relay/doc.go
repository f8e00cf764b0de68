// SPDX-License-Identifier: MPL-2.0

// Package relay stands between a provider and a simulated organization, and changes one thing of one answer at a time.
//
// The types that exist to find things are tried with it: an organization has something to find, every field of every
// answer that is read on the way is in turn null, missing, empty, doubled, in another order, in another case, longer or
// unheard of, and the plan has to end with a finding or an error each time. Silence is a defect.
//
// What can be changed is found out and not written down: from the answers as they come, from the OpenAPI documents, and
// from the schema of the gateway. So a type that asks for something new is held to it as well.
package relay
