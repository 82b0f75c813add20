package llamatest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
)

// The tiny model's shape. It says nothing sensible: it is there for the wire.
const (
	width     = 64
	layers    = 2
	heads     = 4
	inner     = 128
	positions = WideTokens
	epsilon   = 1e-5
	alignment = 32
)

// Kinds of values and of tokens in a GGUF file.
const (
	kindUint32  = uint32(4)
	kindInt32   = uint32(5)
	kindFloat32 = uint32(6)
	kindBool    = uint32(7)
	kindString  = uint32(8)
	kindArray   = uint32(9)

	tokenNormal  = int32(1)
	tokenUnknown = int32(2)
	tokenControl = int32(3)
	tokenUser    = int32(4)
	tokenByte    = int32(6)
)

// Tokens with a meaning. ToolCallToken opens a tool call: a bias for it makes the model call a tool.
const (
	endToken      = 4
	ToolCallToken = 5
	plainTokens   = 7 // so many before the bytes
)

// chatTemplate is ChatML, with tools as many small models know them.
const chatTemplate = `{%- if tools %}<|im_start|>system
You may call these functions: <tools>{% for tool in tools %}
{{ tool | tojson }}{% endfor %}
</tools><|im_end|>
{% endif -%}
{%- for message in messages %}<|im_start|>{{ message.role }}
{{ message.content or '' }}{% for call in message.tool_calls or [] %}
<tool_call>{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}</tool_call>{% endfor %}<|im_end|>
{% endfor -%}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif -%}`

// file is a GGUF file in the making: named values, then tensors of float32.
type file struct {
	values  bytes.Buffer
	count   uint64
	tensors []tensor
}

type tensor struct {
	name  string
	shape []uint64 // the fastest dimension first
	data  []float32
}

// tinyModel is a model of random weights, the same bytes each time.
func tinyModel() []byte {
	tokens, kinds := vocabulary()
	var f file
	for _, v := range []struct {
		name  string
		value any
	}{
		{"general.architecture", "llama"}, {"general.name", "docket-tiny"}, {"general.file_type", uint32(0)},
		{"llama.context_length", uint32(positions)}, {"llama.embedding_length", uint32(width)}, {"llama.block_count", uint32(layers)},
		{"llama.feed_forward_length", uint32(inner)}, {"llama.attention.head_count", uint32(heads)}, {"llama.attention.head_count_kv", uint32(heads)},
		{"llama.rope.dimension_count", uint32(width / heads)}, {"llama.attention.layer_norm_rms_epsilon", float32(epsilon)},
		{"llama.vocab_size", uint32(len(tokens))},
		{"tokenizer.ggml.model", "llama"}, {"tokenizer.ggml.tokens", tokens}, {"tokenizer.ggml.token_type", kinds}, {"tokenizer.ggml.scores", falling(len(tokens))},
		{"tokenizer.ggml.unknown_token_id", uint32(0)}, {"tokenizer.ggml.bos_token_id", uint32(1)}, {"tokenizer.ggml.eos_token_id", uint32(endToken)},
		{"tokenizer.ggml.add_bos_token", true},
		{"tokenizer.ggml.add_space_prefix", false}, // else a grammar refuses the prompt's own end
		{"tokenizer.chat_template", chatTemplate},
	} {
		f.value(v.name, v.value)
	}
	f.weights(len(tokens))
	return f.bytes()
}

// vocabulary is marks, every byte, every printable character of ASCII, and the sign for a space.
func vocabulary() ([]string, []int32) {
	tokens := []string{"<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>"}
	kinds := []int32{tokenUnknown, tokenControl, tokenControl, tokenControl, tokenControl, tokenUser, tokenUser}
	for b := range 256 {
		tokens, kinds = append(tokens, fmt.Sprintf("<0x%02X>", b)), append(kinds, tokenByte)
	}
	for c := '!'; c <= '~'; c++ {
		tokens, kinds = append(tokens, string(c)), append(kinds, tokenNormal)
	}
	return append(tokens, "\u2581"), append(kinds, tokenNormal)
}

func falling(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = -float32(i)
	}
	return out
}

// weights are random. The output knows printable characters and the end: what else a vocabulary has is never said.
func (f *file) weights(tokens int) {
	source := rand.New(rand.NewPCG(2026, 11)) // weights, not secrets
	random := func(n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = float32(source.NormFloat64() * 0.3)
		}
		return out
	}
	ones := make([]float32, width)
	for i := range ones {
		ones[i] = 1
	}
	output := random(tokens * width)
	for i := range output {
		if row := i / width; row < plainTokens+256 && row != endToken {
			output[i] = 0
		} else {
			output[i] *= 3
		}
	}
	matrix := func(name string, in, out int) {
		f.tensors = append(f.tensors, tensor{name, []uint64{uint64(in), uint64(out)}, random(in * out)})
	}
	matrix("token_embd.weight", width, tokens)
	f.tensors = append(f.tensors, tensor{"output_norm.weight", []uint64{width}, ones},
		tensor{"output.weight", []uint64{width, uint64(tokens)}, output})
	for i := range layers {
		block := fmt.Sprintf("blk.%d.", i)
		f.tensors = append(f.tensors, tensor{block + "attn_norm.weight", []uint64{width}, ones}, tensor{block + "ffn_norm.weight", []uint64{width}, ones})
		for _, name := range []string{"attn_q", "attn_k", "attn_v", "attn_output"} {
			matrix(block+name+".weight", width, width)
		}
		matrix(block+"ffn_gate.weight", width, inner)
		matrix(block+"ffn_up.weight", width, inner)
		matrix(block+"ffn_down.weight", inner, width)
	}
}

// value adds a named value.
func (f *file) value(name string, v any) {
	f.count++
	text(&f.values, name)
	switch v := v.(type) {
	case string:
		put(&f.values, kindString)
		text(&f.values, v)
	case uint32:
		put(&f.values, kindUint32, v)
	case float32:
		put(&f.values, kindFloat32, v)
	case bool:
		put(&f.values, kindBool, v)
	case []string:
		put(&f.values, kindArray, kindString, uint64(len(v)))
		for _, s := range v {
			text(&f.values, s)
		}
	case []int32:
		put(&f.values, kindArray, kindInt32, uint64(len(v)), v)
	case []float32:
		put(&f.values, kindArray, kindFloat32, uint64(len(v)), v)
	}
}

// bytes is the whole file.
func (f *file) bytes() []byte {
	var out, data bytes.Buffer
	out.WriteString("GGUF")
	put(&out, uint32(3), uint64(len(f.tensors)), f.count)
	out.Write(f.values.Bytes())
	for _, t := range f.tensors {
		text(&out, t.name)
		put(&out, uint32(len(t.shape)), t.shape, uint32(0), uint64(data.Len()))
		for _, w := range t.data {
			put(&data, math.Float32bits(w))
		}
		pad(&data)
	}
	pad(&out)
	out.Write(data.Bytes())
	return out.Bytes()
}

func pad(b *bytes.Buffer) {
	for b.Len()%alignment != 0 {
		b.WriteByte(0)
	}
}

func text(b *bytes.Buffer, s string) {
	put(b, uint64(len(s)))
	b.WriteString(s)
}

// put writes numbers of fixed size; a buffer takes all of them.
func put(b *bytes.Buffer, values ...any) {
	for _, v := range values {
		_ = binary.Write(b, binary.LittleEndian, v)
	}
}
