let t;self.onmessage=s=>{clearTimeout(t);const e=s.data;e!==null&&(t=setTimeout(()=>self.postMessage(0),Math.max(0,e)))};
