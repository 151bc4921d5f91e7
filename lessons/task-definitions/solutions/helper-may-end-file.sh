# The same in a file of one's own, and the revision by its number.
cat > web.json <<'JSON'  # free: 20
{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    {"name": "web", "image": "public.ecr.aws/docker/library/nginx:1.27", "essential": true},
    {"name": "warmup", "image": "public.ecr.aws/docker/library/busybox:1.36", "essential": false, "command": ["sleep", "20"]}
  ]
}
JSON
aws ecs register-task-definition --cli-input-json file://web.json
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition web:2 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
